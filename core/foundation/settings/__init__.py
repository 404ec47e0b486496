"""Settings: each school's values of what core and plugins declare."""

from core.foundation.settings.models import Setting
from core.foundation.settings.services import Settings

__all__ = ["Setting", "Settings"]
