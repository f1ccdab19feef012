"""Timing: each thing many times, turn by turn with its yardstick, so that a noisy machine is noisy for both."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns


@dataclass(frozen=True)
class Timing:
    """What the turns took, in nanoseconds."""

    turns: tuple[int, ...]

    @property
    def p50(self) -> int:
        """The median, in nanoseconds."""
        return int(median(self.turns))

    @property
    def p95(self) -> int:
        """The time that 95 of 100 turns stay under, in nanoseconds."""
        return sorted(self.turns)[int(len(self.turns) * 0.95)]

    @property
    def text(self) -> str:
        """`12.3 / 15.0 ms`."""
        return f"{self.p50 / 1e6:.2f} / {self.p95 / 1e6:.2f} ms"


def side_by_side(acts: Mapping[str, Callable[[], object]], turns: int) -> dict[str, Timing]:
    """Each act's timing, taken turn by turn; three turns of each go unmeasured first."""
    times: dict[str, list[int]] = {name: [] for name in acts}
    for turn in range(turns + 3):
        for name, act in acts.items():
            gc.collect(0)
            begun = perf_counter_ns()
            act()
            if turn >= 3:
                times[name].append(perf_counter_ns() - begun)
    return {name: Timing(tuple(taken)) for name, taken in times.items()}
