"""The benchmarks behind `make bench`: one JSON line each, measured on the demonstration school."""
