"""The DfE's codes on a child, as the census writes them."""

SEXES = {"M": "M", "F": "F", "U": "U"}
GENDERS = {"1": "M", "2": "F", "0": "U", "9": "U"}
"""How returns until 2024 wrote the sex: 0 is not recorded or unborn, 9 indeterminate."""

ETHNICITIES = (
    "WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN",
    "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
)  # fmt: skip
LETTERED = {
    "A1": "WBRI", "A2": "WIRI", "A3": "WOTH", "A4": "WIRT", "A5": "WROM", "B1": "MWBC", "B2": "MWBA", "B3": "MWAS",
    "B4": "MOTH", "C1": "AIND", "C2": "APKN", "C3": "ABAN", "C4": "AOTH", "D1": "BCRB", "D2": "BAFR", "D3": "BOTH",
    "E1": "CHNE", "E2": "OOTH", "E3": "REFU", "E4": "NOBT",
}  # fmt: skip
"""The letters and figures that some case systems keep, in the order in which the DfE lists its codes."""
ETHNICITY = {code: code for code in ETHNICITIES} | LETTERED | {"CNHE": "CHNE"}
"""Each code as it is written, a well-known slip of the pen among them."""

PRIMARY_NEED = {f"N{number}": f"N{number}" for number in range(10)}

NOT_DISABLED = "NONE"
DISABILITY = {
    code: "no" if code == NOT_DISABLED else "yes"
    for code in (
        NOT_DISABLED, "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA",
    )
}  # fmt: skip
"""Whether a child with that code is disabled."""

TRUE_OR_FALSE = {"true": True, "1": True, "false": False, "0": False}
