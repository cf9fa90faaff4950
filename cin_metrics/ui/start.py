"""``python -m cin_metrics.ui.start``: the app, with the first screen made ready while server and browser start.

``streamlit run app.py`` starts the same app and begins to read only when the first person looks.
"""

import gc
import sys
import threading
from pathlib import Path
from typing import Any

from streamlit import delta_generator
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.web import cli

APP = Path(__file__).parents[2] / "app.py"
PATIENCE = 5
"""How many seconds a stop waits for the first screen to be ready."""


def start() -> None:
    """Start the app; what follows on the command line goes to Streamlit.

    Memory is not tidied until the first screen is ready: next to nothing of what is loaded until then is ever let go.
    """
    gc.disable()
    spare_searches()
    making = threading.Thread(target=first_screen, name="first screen", daemon=True)
    making.start()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    try:
        cli.main(prog_name="streamlit")
    finally:
        making.join(PATIENCE)  # a query cut off as the process ends would be reported as a crash


def spare_searches() -> None:
    """Spare two searches of Streamlit's, a quarter of a second together, that find nothing here.

    It would read what every package installed says of itself, for components that extend it (this app has none), and
    the source of all that led to the first element drawn, to warn who draws without Streamlit's server.
    """
    BidiComponentManager.discover_and_register_components = nothing_found
    delta_generator._use_warning_has_been_displayed = True


def nothing_found(_: Any, *, start_file_watching: bool = True) -> None:
    """A search for components that finds none."""


def first_screen() -> None:
    """Make the first screen ready; from then on memory is tidied as usual."""
    try:
        make_ready()
    finally:
        gc.enable()


def make_ready() -> None:
    """Read the extract the app opens with and ask what the first screen asks; what is at fault is said there."""
    from cin_metrics.days import DEFAULT_PERIOD, usual_period
    from cin_metrics.faults import InputFault
    from cin_metrics.measures import Selection
    from cin_metrics.ui.holding import opening_holding
    from cin_metrics.ui.overview import Overview
    from cin_metrics.ui.overview_figures import Headlines
    from cin_metrics.ui.policy_files import policy_names, policy_of
    from cin_metrics.ui.session import Session
    from cin_metrics.ui.view import View

    try:
        session = Session(opening_holding())
        as_of = session.last_date
        policy = policy_of(policy_names()[0])
        view = View(policy, as_of, usual_period(DEFAULT_PERIOD, as_of), Selection())
        overview = Overview(session, view)
        for figure in Headlines(session, view, overview.rules, overview.children).cards().values():
            figure()
    except InputFault:
        return


if __name__ == "__main__":
    start()
