"""SketchXAI Desktop: see why a neural network says "bicycle" to a drawing."""

__version__ = "0.1.0"
