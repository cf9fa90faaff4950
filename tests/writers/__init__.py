"""Writers of the formats councils have, to read back what they can hold."""
