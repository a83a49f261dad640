"""Figures of the running server in the text format of Prometheus."""

from collections.abc import Iterable
from typing import Final

_BOUNDS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Metrics:
    """Counts requests by route and status, and how long they took."""

    def __init__(self) -> None:
        self._requests: dict[tuple[str, int], int] = {}
        self._seconds: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        self.bytes_sent = 0

    def count(self, route: str, status: int, seconds: float, size: int) -> None:
        """One request was answered."""
        key = (route, status)
        self._requests[key] = self._requests.get(key, 0) + 1
        buckets = self._seconds.get(route)
        if buckets is None:
            buckets = self._seconds[route] = [0] * (len(_BOUNDS) + 1)
        place = 0
        for bound in _BOUNDS:
            if seconds <= bound:
                break
            place += 1
        buckets[place] += 1
        self._sums[route] = self._sums.get(route, 0.0) + seconds
        self.bytes_sent += size

    def render(self, gauges: Iterable[tuple[str, str, str, float]]) -> str:
        """All figures; a gauge is name, type, labels and value."""
        lines = ["# TYPE goaltrace_requests_total counter"]
        for (route, status), number in sorted(self._requests.items()):
            lines.append(f'goaltrace_requests_total{{route="{route}",status="{status}"}} {number}')
        lines.append("# TYPE goaltrace_request_seconds histogram")
        for route, buckets in sorted(self._seconds.items()):
            lines += self._histogram(route, buckets)
        lines += [
            "# TYPE goaltrace_sent_bytes_total counter",
            f"goaltrace_sent_bytes_total {self.bytes_sent}",
        ]
        named = ""
        for name, kind, labels, value in gauges:
            if name != named:
                lines.append(f"# TYPE {name} {kind}")
                named = name
            lines.append(f"{name}{labels} {value:g}")
        return "\n".join(lines) + "\n"

    def _histogram(self, route: str, buckets: list[int]) -> list[str]:
        name, total, lines = "goaltrace_request_seconds", 0, []
        for bound, number in zip((*map(str, _BOUNDS), "+Inf"), buckets, strict=True):
            total += number
            lines.append(f'{name}_bucket{{route="{route}",le="{bound}"}} {total}')
        lines.append(f'{name}_sum{{route="{route}"}} {self._sums[route]:.6f}')
        lines.append(f'{name}_count{{route="{route}"}} {total}')
        return lines
