"""What every part stands on: clock, errors, database, history, plugins, permissions, settings, duties."""
