"""How everything looks: colours named by meaning, a Plotly template, the few lines of style of our own.

Every colour of text keeps 4.5:1 and every line and bar 3:1 against its ground. The six statuses are told apart
without red and green, and no colour stands without a word.
"""

import plotly.graph_objects as go

INK = "#0f1a24"
QUIET = "#4a5a68"
RULE_LINE = "#c9d3db"
GRID = "#e4e9ed"
GROUND = "#ffffff"

COLOURS: dict[str, str] = {
    "on_time": "#0b6fa4",
    "late": "#a85b00",
    "missed": "#5b4b8a",
    "overdue": "#8f1d4f",
    "upcoming": "#5d6b78",
    "not_required": "#7c8894",
    "deadline": INK,
    "neutral": "#0b5d7a",
}

STATUS_TITLES: dict[str, str] = {
    "on_time": "On time",
    "late": "Late",
    "missed": "Missed",
    "overdue": "Overdue",
    "upcoming": "Coming up",
    "not_required": "Not required",
}

FONT = '"Source Sans", "Source Sans Pro", sans-serif'

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 15, "color": INK},
        "paper_bgcolor": GROUND,
        "plot_bgcolor": GROUND,
        "colorway": list(COLOURS.values()),
        "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
        "xaxis": {
            "automargin": True, "tickangle": 0, "showgrid": False, "zeroline": False,
            "linecolor": RULE_LINE, "showline": True, "ticks": "outside", "tickcolor": RULE_LINE,
            "tickfont": {"color": QUIET}, "title": {"font": {"color": QUIET, "size": 15}},
            "fixedrange": True,
        },
        "yaxis": {
            "automargin": True, "gridcolor": GRID, "zeroline": False, "tickfont": {"color": QUIET},
            "title": {"font": {"color": QUIET, "size": 15}}, "fixedrange": True,
        },
        "hoverlabel": {"font": {"family": FONT, "size": 15}, "bgcolor": GROUND, "bordercolor": INK},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        "dragmode": False,
        "hovermode": "closest",
        "separators": ".,",
    }
)  # fmt: skip

CHART_SETTINGS = {"displayModeBar": False, "responsive": True, "showTips": False}

BOXES = (
    ':is([data-testid="stSelectbox"] [role="group"], [data-testid="stMultiSelect"] [role="group"], '
    '[data-testid="stNumberInputContainer"], [data-testid="stTextInputRootElement"], '
    '[data-testid="stTextAreaRootElement"], [data-testid="stCheckbox"] label)'
)
"""The outer boxes of what is chosen or written in."""

# The first session of a server gets the sidebar in its usual 300 px, whatever set_page_config says.
STYLE = f"""<style>
.cin-question {{ color: {QUIET}; font-size: 1.1rem; margin: -0.6rem 0 0.3rem; }}
.cin-filtered {{ color: {QUIET}; font-size: 1rem; margin: 0; }}
.cin-answer {{ font-size: 1.25rem; line-height: 1.5; margin: 0.2rem 0 0.6rem; max-width: 62rem; }}
.cin-figure h3 {{ font-size: 1.05rem; font-weight: 600; margin: 0; padding: 0; }}
.cin-figure .value {{ font-size: 2.1rem; font-weight: 650; line-height: 1.25; margin: 0; }}
.cin-figure p {{ margin: 0; color: {QUIET}; font-size: 1rem; }}
.cin-figure p.of, .cin-figure p.value {{ color: {INK}; }}
.cin-table {{ border-collapse: collapse; width: 100%; font-size: 1rem; }}
.cin-table caption {{ text-align: left; color: {QUIET}; padding: 0 0 0.3rem; }}
.cin-table th, .cin-table td {{ text-align: left; vertical-align: top; padding: 0.45rem 0.7rem;
  border-bottom: 1px solid {RULE_LINE}; }}
.cin-table thead th {{ color: {QUIET}; font-weight: 600; border-bottom: 2px solid {RULE_LINE}; }}
.cin-table tbody th {{ font-weight: 600; }}
.cin-table .number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.cin-table thead .number {{ white-space: normal; }}
.cin-table .note {{ color: {QUIET}; display: block; font-weight: 400; }}
.cin-mark {{ border: 1px solid {QUIET}; border-radius: 0.3rem; padding: 0 0.35rem; font-size: 0.95rem;
  font-weight: 400; color: {QUIET}; white-space: nowrap; }}
.cin-table td.tone .note, .cin-table td.tone .cin-mark {{ color: {INK}; }}
.cin-table td.tone .cin-mark {{ display: block; width: fit-content; white-space: normal; }}
.cin-table.teams th, .cin-table.teams td {{ padding: 0.4rem 0.45rem; }}
.cin-table td.worse {{ background: #f3dbe5; box-shadow: inset 4px 0 {COLOURS["overdue"]}; }}
.cin-table td.better {{ background: #dcedf6; box-shadow: inset 4px 0 {COLOURS["on_time"]}; }}
.cin-table ul {{ margin: 0; padding-left: 1.1rem; }}
.cin-scroll {{ overflow-x: auto; }}
section[data-testid="stSidebar"][style*="width: 300px"] {{ width: 210px !important; }}
[class*="st-key-figure"] [data-testid="stPageLink-NavLink"] {{ padding-left: 0; }}
[data-testid="stPageLink-NavLink"] p {{ color: {COLOURS["neutral"]}; text-decoration: underline; }}
/* A chart is laid out by the width of its words: set wider by a reader they would be cut off. Its table takes part. */
.js-plotly-plot text {{ letter-spacing: normal !important; word-spacing: normal !important; }}
@media (min-width: 640px) and (max-width: 1250px) {{
  [data-testid="stMainBlockContainer"] {{ padding-left: 2.5rem; padding-right: 2.5rem; }}
}}
@media (max-width: 1250px) {{
  .st-key-pair > div > [data-testid="stHorizontalBlock"], .st-key-pair > [data-testid="stHorizontalBlock"],
  .st-key-pair [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {{ flex-wrap: wrap; }}
  .st-key-pair [data-testid="stColumn"] {{ min-width: 100%; }}
  .st-key-filter_bar [data-testid="stHorizontalBlock"] {{ flex-wrap: wrap; }}
  .st-key-filter_bar [data-testid="stColumn"] {{ min-width: 12rem; }}
  .st-key-cards [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {{ flex-wrap: wrap; }}
}}
@media (min-width: 640px) and (max-width: 1250px) {{
  .st-key-cards [data-testid="stColumn"] {{ min-width: calc(50% - 1rem); }}
}}
.cin-heard, .cin-keys {{ position: absolute; width: 1px; height: 1px; margin: 0; padding: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }}
[data-testid="stElementContainer"]:has(> * > :is(.cin-heard, .cin-keys)) {{ position: relative; height: 0;
  margin-bottom: -1rem; }}
[data-testid="stElementContainer"]:has(+ * canvas:focus-visible) > * > .cin-keys {{ width: auto; height: auto;
  clip-path: none; white-space: normal; right: 0; bottom: 0; z-index: 2;
  padding: 0.2rem 0.6rem; background: {INK}; color: {GROUND}; }}
.stApp :is(a, button, summary, label, input, textarea, [role="tab"], [role="button"], [tabindex="0"]):focus-visible {{
  outline: 3px solid {INK} !important; outline-offset: 2px; border-radius: 0.2rem; }}
[data-testid="stDataFrameResizable"]:has(canvas:focus-visible) {{ outline: 3px solid {INK}; outline-offset: 2px; }}
/* A field to choose or write in cuts off what is drawn around it, and a switch's is hidden: its box has the ring. */
.stApp {BOXES}:has(:is(input, textarea):focus-visible) {{ outline: 3px solid {INK}; outline-offset: 2px; }}
.stApp [data-testid="stTextAreaRootElement"]:has(:focus-visible) {{ outline-offset: -3px; }}
.stApp {BOXES} :is(input, textarea):focus-visible {{ outline: none !important; }}
[data-testid="stPageLink-NavLink"] {{ height: auto; }}
[data-testid="stPageLink-NavLink"] p {{ white-space: normal; }}
[data-testid="stFileUploaderDropzoneInstructions"] span {{ white-space: normal; }}
[data-testid="stWidgetLabel"] [data-testid="stMarkdownContainer"] {{ white-space: normal; overflow: visible; }}
@media (max-width: 639px) {{
  [class*="st-key-box-of"] {{ overflow-x: auto; }}
  [class*="st-key-box-of"] > :has([data-testid="stPlotlyChart"]) {{ overflow: visible; }}
  [data-testid="stFullScreenFrame"]:has(> [data-testid="stPlotlyChart"]), [data-testid="stPlotlyChart"] {{
    min-width: 36rem; }}
  [class*="st-key-box-of"] > :not(:has([data-testid="stPlotlyChart"])) {{ position: sticky; left: 0; }}
  [class*="st-key-box-of"] summary:focus-visible {{ outline-offset: -3px; }}
  .cin-table:has(th:nth-child(4)) {{ min-width: 36rem; }}
  [data-testid="stMarkdownContainer"] table {{ table-layout: fixed; width: 100%; overflow-wrap: anywhere; }}
}}
.cin-footer {{ color: {QUIET}; font-size: 0.95rem; border-top: 1px solid {RULE_LINE};
  margin-top: 1.5rem; padding-top: 0.6rem; }}
</style>"""
