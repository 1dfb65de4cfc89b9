"""Tests: units here, the app in Chromium in browser/, measurements in bench/."""
