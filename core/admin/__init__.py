"""Pages that set a school up over all its parts: year, lesson times, orders, settings, plugins, roles, history."""
