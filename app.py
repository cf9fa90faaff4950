"""The shell: ``streamlit run app.py``. Pages stand in ``pages/``, what they are made of in ``cin_metrics/ui/``."""

from cin_metrics.ui.frame import run

run()
