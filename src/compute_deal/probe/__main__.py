"""Command of the probe: python -m compute_deal.probe."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence

from compute_deal.charts.numbers import in_words
from compute_deal.evidence import load
from compute_deal.probe.measure import MEASURES, MOST_AT_ONCE, MOST_CALLS, Run, measure, summary
from compute_deal.probe.problems import printable
from compute_deal.probe.stream import BASE_URL, Call

KEY = "ANTHROPIC_API_KEY"
ADDRESS = "COMPUTE_DEAL_PROBE_URL"
MODEL_FACT = "sonnet_5_5_model_id"
PROMPT = "Write the numbers from one to sixty in words, separated by commas, and nothing else."
MOST_TOKENS = 4096
STALL_S = 30.0
SMALL_SAMPLE = 20  # below, a 95th percentile is hardly more than the slowest call

NO_KEY = f"""\
There is no key: set {KEY} to a key of your account, for instance with
  read -rs {KEY} && export {KEY}
The key is read from the environment only, and neither printed nor stored. Calls cost money: a few cents at the defaults."""


def default_model() -> tuple[str, str]:
    """Return the default model and where it is from, as the evidence has it.

    Examples
    --------
    >>> default_model()[0].startswith("claude-")
    True
    """
    fact = load()[MODEL_FACT]
    return fact.text, f"{fact.subject}, current in {in_words(fact.as_of)} according to {fact.source.short}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the probe.

    Parameters
    ----------
    arguments : sequence of str, optional
        As on the command line.

    Returns
    -------
    int
        0 if every call was measured, 1 if some were not, 2 if none could be made.
    """
    parser = argparse.ArgumentParser(
        prog="python -m compute_deal.probe",
        description="Measure how fast Anthropic's Messages API answers. Needs a key in ANTHROPIC_API_KEY.",
    )
    parser.add_argument("-n", "--calls", type=int, default=5, help=f"how many calls, up to {MOST_CALLS} (5)")
    parser.add_argument(
        "-c", "--concurrency", type=int, default=1, help=f"how many at the same time, up to {MOST_AT_ONCE} (1)"
    )
    parser.add_argument("--model", help="name of the model (the one in the evidence)")
    parser.add_argument("--max-tokens", type=int, default=512, help=f"longest answer, up to {MOST_TOKENS} tokens (512)")
    parser.add_argument("--prompt", default=PROMPT, help="what to ask")
    parser.add_argument(
        "--timeout",
        type=float,
        default=120,
        help=f"seconds after which a call is given up (120); after {STALL_S:g} s of silence it is given up anyhow",
    )
    parser.add_argument("--json", action="store_true", help="print all of it as JSON")
    parser.add_argument(
        "--base-url", default=os.environ.get(ADDRESS, BASE_URL), help="for tests against another server"
    )
    given = parser.parse_args(arguments)
    if not 1 <= given.max_tokens <= MOST_TOKENS:
        parser.error(f"--max-tokens is {given.max_tokens}; expected 1 to {MOST_TOKENS}")
    if not 0 < given.timeout <= 3600:
        parser.error(f"--timeout is {given.timeout:g}; expected more than 0 s and up to 3600 s")
    key = os.environ.get(KEY, "").strip()
    if not key:
        print(NO_KEY, file=sys.stderr)
        return 2
    model, origin = (given.model, "given with --model") if given.model else default_model()
    try:
        call = Call(
            model=model,
            key=key,
            prompt=given.prompt,
            max_tokens=given.max_tokens,
            base_url=given.base_url,
            stall_s=min(STALL_S, given.timeout),
            total_s=given.timeout,
        )
        run = measure(call, given.calls, given.concurrency)
    except ValueError as error:
        parser.error(str(error).replace(key, "[key]"))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    text = as_json(run, call, origin) if given.json else as_text(run, call, origin, given.concurrency)
    print(printable(text).replace(key, "[key]"))  # a server may echo what it was sent
    if not run.answers:
        return 2
    return 1 if run.problems else 0


def as_text(run: Run, call: Call, origin: str, at_once: int) -> str:
    """Return a run as a small table, with what went wrong and the limits below it."""
    made = len(run.answers)
    lines = [f"{call.model} ({origin})", f"{made} of {run.asked} calls measured, {at_once} at a time", ""]
    if made:
        head = f"{'':<17}{'n':>4}{'p50':>9}{'p95':>9}{'min':>9}{'max':>9}"
        lines += [head, "-" * len(head)]
        for name, row in summary(run.answers).items():
            cells = "".join(
                "–".rjust(9) if row[key] is None else f"{row[key]:9.2f}" for key in ("p50", "p95", "min", "max")
            )
            lines.append(f"{MEASURES[name]:<17}{row['n']:>4}{cells}")
        tokens = sorted(answer.output_tokens for answer in run.answers)
        stopped = Counter(answer.stop_reason for answer in run.answers)
        ends = ", ".join(f"{reason or 'not given'} {count}" for reason, count in sorted(stopped.items()))
        lines += ["", f"Output tokens of an answer: {tokens[0]} to {tokens[-1]}. Why answers ended: {ends}."]
        served = sorted({answer.model for answer in run.answers} - {call.model})
        if served:
            lines.append(f"Answered by: {', '.join(served)}.")
        if made < SMALL_SAMPLE:
            lines.append(f"Fewer than {SMALL_SAMPLE} calls: p95 is hardly more than the slowest one. Raise --calls.")
    if run.limits:
        lines += [
            "",
            "Limits after the last call",
            *(f"  {name}: {value}" for name, value in sorted(run.limits.items())),
        ]
    if run.problems:
        lines += ["", "Not measured"]
        for message, count in Counter(problem.message for problem in run.problems).items():
            lines.append(f"  {count} x {message}")
        ids = [problem.request_id for problem in run.problems if problem.request_id]
        lines += [f"  Request ids, for support: {', '.join(ids[:5])}"] if ids else []
        if run.not_made:
            lines.append(f"  {run.not_made} further calls were left out, since they would have fared no better.")
    return "\n".join(lines)


def as_json(run: Run, call: Call, origin: str) -> str:
    """Return a run as JSON, without the key."""
    return json.dumps(
        {
            "model": call.model,
            "model_from": origin,
            "base_url": call.base_url,
            "max_tokens": call.max_tokens,
            "calls": {"asked": run.asked, "measured": len(run.answers), "not_made": run.not_made},
            "summary": summary(run.answers),
            "answers": [answer.record() for answer in run.answers],
            "problems": [problem.record() for problem in run.problems],
        },
        indent=2,
        ensure_ascii=False,
    )


if __name__ == "__main__":
    sys.exit(main())
