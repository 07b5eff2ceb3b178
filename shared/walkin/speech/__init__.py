"""Programs that speak, for the display and the kiosk."""
