"""The pictures of the README, made anew: ``python -m tests.browser.pictures`` opens the app on the example."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from cin_metrics.panel import make_panel_list, to_be_heard
from tests.browser.conftest import HOME, PATIENCE, example_ledger, launched, serving
from tests.browser.steps import settle

FOLDER = HOME / "docs" / "pictures"
WIDTH = 1440
MOST_BYTES = 250_000
COLOURS = 128


def addresses() -> dict[str, tuple[str, int]]:
    """Each picture's name, the address it is of and its height in pixels."""
    child = to_be_heard(make_panel_list(example_ledger()))[0]["child_id"]
    return {
        "overview": ("?policy=ealing", 1250),
        "timeliness": ("timeliness?policy=ealing&topic=visit&rule=visits", 1250),
        "drift": ("drift?policy=ealing", 1150),
        "child": (f"child?policy=ealing&child={child}&span=24", 1250),
        "panel": ("panel?policy=ealing", 1050),
        "briefing": ("briefing?policy=ealing&period=quarter", 1250),
    }


def smaller(picture: bytes) -> bytes:
    """The picture in few colours, without anything but itself."""
    written = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


def main() -> None:
    """Take every picture; a picture too large for a README is an error."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, serving(Path(folder) / "log.txt") as server, launched() as browser:
        context = browser.new_context(viewport={"width": WIDTH, "height": 1000})
        context.set_default_timeout(PATIENCE * 1000)
        for name, (path, height) in addresses().items():
            page = context.new_page()
            page.goto(f"{server.address}/{path}")
            settle(page)
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.wait_for_timeout(1500)
            settle(page)
            picture = smaller(page.screenshot())
            assert len(picture) <= MOST_BYTES, f"{name}: {len(picture):,} bytes"
            (FOLDER / f"{name}.png").write_bytes(picture)
            page.close()


if __name__ == "__main__":
    main()
