"""What people do in a browser, act by act: for tests that know only pages and keys."""
