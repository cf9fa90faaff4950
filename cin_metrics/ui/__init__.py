"""What the screens are made of: the only Streamlit outside ``app.py`` and ``pages/``."""
