"""Other people's bots with Sira's questionnaire, each durable in its own way, run by ``.venv-bench`` alone."""
