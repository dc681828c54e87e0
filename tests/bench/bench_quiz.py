"""What making a quiz and grading an answer cost.

    python -m tests.bench.bench_quiz [--concepts 10000] [--questions 50] [--rounds 9] [--workspace FOLDER]

CPU seconds of this process, which has one thread; the median of the rounds, each with another seed and with nothing
grouped yet. The concepts are made up, in sections of twenty-five and maps of five hundred, with two cards each. Answers
are those of the graded pairs, and of the longest and oddest texts that a person could paste. With a built workspace
its own quiz is timed too: all of it, and without the reading of deck files, which hangs on their length alone.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from studykit.flows.learning.study import open_study
from studykit.flows.quiz import material as quiz_material
from studykit.flows.workspace import open_workspace
from studykit.quiz.grading import Expected, grade
from studykit.quiz.material import Material
from studykit.quiz.planning import plan
from tests.bench.measure import verdict
from tests.quiz_pairs.measure import read_pairs
from tests.quiz_pairs.world import made_up

SESSION_MS = 150.0
ANSWER_MS = 2.0
ODD = (
    "a" * 2000, " " * 1999 + "x", "x = " * 500, "{" * 2000, "\\frac" * 400, "$" * 2000, "1," * 1000, "不" * 2000,
    "(" * 1000 + ")" * 1000, "a、" * 1000, "\\sqrt" * 400, "x_" * 1000, "word " * 400, "-" * 2000, "十万" * 1000,
)  # fmt: skip


def milliseconds(action: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    before = time.process_time_ns()
    action()
    return (time.process_time_ns() - before) / 1e6


def of_a_workspace(folder: Path, questions: int, rounds: int) -> float:
    """Milliseconds of a quiz of a workspace without the reading of deck files, the median."""
    read, reading, spent = quiz_material._read, [0.0], []

    def timed(*arguments: object) -> object:
        found: list[object] = []
        reading[0] += milliseconds(lambda: found.append(read(*arguments)))  # type: ignore[arg-type]
        return found[0]

    quiz_material._read = timed  # type: ignore[assignment]
    with open_study(open_workspace(folder)) as study:
        for seed in range(rounds):
            reading[0] = 0.0
            wanted = quiz_material.Wanted(count=questions, seed=seed)
            whole = milliseconds(lambda wanted=wanted: quiz_material.questions_of(study, wanted))  # type: ignore[misc]
            spent.append((whole - reading[0], whole))
    rest, whole = median(one for one, _ in spent), median(one for _, one in spent)
    print(f"{questions} questions of {folder.name}: {rest:.0f} ms and {whole - rest:.0f} ms for reading deck files, "
          f"{verdict(rest, SESSION_MS)}")  # fmt: skip
    return rest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--workspace", type=Path)
    arguments = parser.parse_args()
    kept = True
    for english in (False, True):
        world = made_up(arguments.concepts, 3, english=english)
        spent = []
        for seed in range(arguments.rounds):
            material = Material(world.topics, world.items)

            def session(material: Material = material, seed: int = seed) -> None:
                assert len(plan(material, arguments.questions, seed)) == arguments.questions

            spent.append(milliseconds(session))
        name = "English" if english else "Chinese"
        told = verdict(median(spent), SESSION_MS)
        print(f"{arguments.questions} questions of {arguments.concepts} concepts, {name}: {median(spent):.0f} ms "
              f"(first {spent[0]:.0f}, worst {max(spent):.0f}), {told}")  # fmt: skip
        kept = kept and median(spent) <= SESSION_MS
    if arguments.workspace is not None:
        kept = kept and of_a_workspace(arguments.workspace, arguments.questions, arguments.rounds) <= SESSION_MS
    pairs = [pair for pair in read_pairs() if not pair.apart]
    answers = [milliseconds(lambda pair=pair: grade(pair.expected, pair.answer)) for pair in pairs]  # type: ignore[misc]
    references = ("策略梯度", "$x^2$", "`x`", "0.9", "选择、扩展", "TCP", "unbiased estimator")
    longest = [text[:600] for text in ODD]
    odd = [milliseconds(lambda r=r, text=text: grade(Expected(r), text)) for r in references for text in longest]  # type: ignore[misc]
    print(f"an answer of the pairs: {median(answers):.3f} ms, worst {max(answers):.3f}")
    told = verdict(max(odd), ANSWER_MS)
    print(f"an answer of 600 odd characters: {median(odd):.3f} ms, worst {max(odd):.3f}, {told}")
    return int(not kept or max(*answers, *odd) > ANSWER_MS)


if __name__ == "__main__":
    sys.exit(main())
