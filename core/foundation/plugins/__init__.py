"""The facade over pluggy: one typed method a hook, each answer with its owner."""

from core.foundation.plugins.facade import CORE, Owned, PluginFailed, Plugins, load_plugins, of

__all__ = ["CORE", "Owned", "PluginFailed", "Plugins", "load_plugins", "of"]
