"""The page shell, its components, static files, languages, errors and the addresses that belong to no part."""
