"""The settings of an office: a typed class per program, and where each value came from."""

from walkin.settings.errors import SettingsError
from walkin.settings.fields import find_shipped_themes
from walkin.settings.load import CONFIG_VARIABLE, EffectiveSettings, load_settings, to_variable_name
from walkin.settings.model import (
    CounterSettings,
    DisplaySettings,
    KioskSettings,
    OfficeSettings,
    ServeSettings,
    Settings,
    WatchSettings,
)

__all__ = [
    "CONFIG_VARIABLE",
    "CounterSettings",
    "DisplaySettings",
    "EffectiveSettings",
    "KioskSettings",
    "OfficeSettings",
    "ServeSettings",
    "Settings",
    "SettingsError",
    "WatchSettings",
    "find_shipped_themes",
    "load_settings",
    "to_variable_name",
]
