"""The app in real Chromium, with a fake webcam."""
