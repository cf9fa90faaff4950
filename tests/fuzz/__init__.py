"""A fuzzer for each reader of files, led by what of the reader's code an input reaches (atheris, libFuzzer).

``python -m tests.fuzz`` runs all of them, ``python -m tests.fuzz census --seconds 60`` one. Inputs are changes of small
files that the writers make. A reader may refuse with an ``InputFault``; all else is a find: any other error, more than
ten seconds or two gigabytes, a row neither accepted nor set aside. A find is left in ``out/fuzz``.
"""
