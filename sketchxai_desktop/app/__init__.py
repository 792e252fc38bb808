"""The program around the widgets: actions, controllers, window, settings, life cycle."""
