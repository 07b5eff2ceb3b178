"""The pages and dialogs of the kiosk."""
