"""The pages of the kiosk, one file each."""
