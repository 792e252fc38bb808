"""What is fetched from elsewhere when the user asks for it: published checkpoints and drawings. No Qt, no torch."""
