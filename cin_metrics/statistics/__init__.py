"""Statistics: how sure a figure is. Calculation only; each method is explained in docs/methods.md."""
