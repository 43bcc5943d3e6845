"""Trains, quantises and writes one fastText model: a program of its own, run by classifier.py.

    python fit_fasttext.py '{"train": {...}, "kept": 100000, "output": "model.ftz"}'

On one thread fastText fills only the first tenth of its input matrix and leaves the rest as malloc gave it. In a process
that has done nothing before, and above glibc's greatest mmap threshold, that is zeros: training is repeatable. Memory
that other work has used and freed made it fail ("Encountered NaN").
"""

import json
import sys

import fasttext  # pyright: ignore[reportMissingTypeStubs]

if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    model = fasttext.train_supervised(**task["train"])  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    model.quantize(input=task["train"]["input"], qnorm=True, cutoff=task["kept"], verbose=0)
    model.save_model(task["output"])
