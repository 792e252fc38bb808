"""Pictures of sketches and runs: QImage and QPainter only, no widgets, usable on any thread and without a screen."""
