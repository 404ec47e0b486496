"""The plugin of the tutorial is tested where it is installed, by `test_docs_tutorial.py`."""

collect_ignore = ["lockers"]
