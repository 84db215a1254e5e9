"""Several calls, their summary, and the command itself."""

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from compute_deal.evidence import load
from compute_deal.probe.__main__ import KEY as KEY_NAME
from compute_deal.probe.__main__ import default_model, main
from compute_deal.probe.measure import Run, measure, summary
from compute_deal.probe.problems import ProbeError
from compute_deal.probe.stream import Answer
from tests.probe.conftest import KEY, PING, block, delta, end, event, start
from tests.probe.test_stream import call

ANSWER = Answer(1.0, 1.0, 2.0, 11, 10.0, "end_turn", "test-model", "req_1", {})


def run_main(monkeypatch, capsys, *arguments, key=KEY):
    monkeypatch.delenv(KEY_NAME, raising=False)
    monkeypatch.delenv("COMPUTE_DEAL_PROBE_URL", raising=False)
    if key:
        monkeypatch.setenv(KEY_NAME, key)
    try:
        code = main(arguments)
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    assert KEY not in out + err
    return code, out, err


def test_calls_run_at_the_same_time_but_no_more_than_allowed(server):
    server.script = [start(), block(), delta("one"), 0.3, end()]
    run = measure(call(server), 6, 3)
    assert (len(run.answers), run.not_made) == (6, 0)
    assert 2 <= server.most_at_once <= 3


def test_one_at_a_time_by_default(server):
    server.script = [start(), block(), delta("one"), 0.05, end()]
    measure(call(server), 3, 1)
    assert server.most_at_once == 1


@pytest.mark.parametrize(("calls", "at_once"), [(0, 1), (201, 1), (1, 0), (1, 17)])
def test_bounds(server, calls, at_once):
    with pytest.raises(ValueError, match="expected 1 to"):
        measure(call(server), calls, at_once)
    assert server.requests == []


def test_a_final_problem_stops_further_calls(server):
    server.reject(401, "authentication_error", "invalid x-api-key")
    run = measure(call(server), 50, 2)
    assert len(server.requests) <= 4
    assert run.not_made >= 46


def test_a_passing_problem_does_not_stop_further_calls(server):
    server.reject(529, "overloaded_error", "Overloaded")
    run = measure(call(server), 4, 2)
    assert (len(run.problems), run.not_made) == (4, 0)


def test_the_summary_by_hand():
    answers = [replace(ANSWER, total_s=float(t), tokens_per_s=float(t)) for t in range(1, 22)]
    rows = summary(answers)
    # 21 values from 1 to 21: the median is the 11th, the 95th percentile the 20th, the 5th the 2nd
    assert rows["total_s"] == {"n": 21, "p50": 11.0, "p95": 20.0, "min": 1.0, "max": 21.0}
    assert rows["tokens_per_s"] == {"n": 21, "p50": 11.0, "p95": 2.0, "min": 1.0, "max": 21.0}


def test_what_was_not_measured_is_not_a_zero():
    rows = summary([replace(ANSWER, first_text_s=None), replace(ANSWER, first_text_s=None)])
    assert rows["first_text_s"] == {"n": 0, "p50": None, "p95": None, "min": None, "max": None}


def test_calls_that_were_not_made_are_counted():
    assert Run(5, (ANSWER,), (ProbeError("a", "b"),)).not_made == 3


def test_the_command_prints_a_table(server, monkeypatch, capsys):
    code, out, err = run_main(monkeypatch, capsys, "-n", "3", "--model", "test-model", "--base-url", server.url)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "test-model (given with --model)"
    assert lines[3].split() == ["n", "p50", "p95", "min", "max"]
    total = next(line for line in lines if line.startswith("whole answer"))
    assert total.split()[3] == "3"
    assert 0.2 <= float(total.split()[4]) < 20
    assert "anthropic-ratelimit-requests-remaining: 49" in out
    assert "Fewer than 20 calls" in out


def test_the_command_prints_json(server, monkeypatch, capsys):
    code, out, _ = run_main(monkeypatch, capsys, "-n", "2", "--model", "m", "--json", "--base-url", server.url)
    found = json.loads(out)
    assert code == 0
    assert found["calls"] == {"asked": 2, "measured": 2, "not_made": 0}
    assert found["summary"]["total_s"]["n"] == len(found["answers"]) == 2
    assert found["answers"][0]["output_tokens"] == 11


def test_the_model_that_answered_is_named(server, monkeypatch, capsys):
    _, out, _ = run_main(monkeypatch, capsys, "-n", "1", "--model", "alias", "--base-url", server.url)
    assert "Answered by: test-model." in out


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_key_that_the_server_echoes_is_not_printed(server, monkeypatch, capsys, form):
    server.reject(400, "invalid_request_error", f"strange header {KEY}", {"request-id": KEY})
    code, out, _ = run_main(monkeypatch, capsys, "-n", "1", "--model", "m", "--base-url", server.url, *form)
    assert code == 2
    assert "[key]" in out


def test_some_calls_fail(server, monkeypatch, capsys):
    server.first_scripts = [[*server.script[:4], "cut"]]
    code, out, _ = run_main(monkeypatch, capsys, "-n", "3", "--model", "m", "--base-url", server.url)
    assert code == 1
    assert "2 of 3 calls measured" in out
    assert "1 x The stream broke off" in out


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_command_prints_nothing_that_steers_the_terminal(server, monkeypatch, capsys, form):
    steering = "\x1b[2J\x9b31m\u202e\ud800\r\nforged"
    named = event({"type": "message_start", "message": {"model": f"m{steering}", "usage": {}}})
    server.script = [named, block(), delta("one"), end(reason=f"end{steering}")]
    code, out, _ = run_main(monkeypatch, capsys, "-n", "1", "--model", "m", "--base-url", server.url, *form)
    assert code == 0
    assert out.replace("\n", "").isprintable()
    assert not [line for line in out.splitlines() if line.startswith("forged")]


def test_the_time_out_ends_the_command_whatever_the_server_does(server, monkeypatch, capsys):
    server.script = [start(), *[PING, 0.1] * 100]
    began = time.perf_counter()
    code, out, _ = run_main(monkeypatch, capsys, "--model", "m", "--base-url", server.url, "--timeout", "1")
    assert time.perf_counter() - began < 3
    assert (code, len(server.requests)) == (2, 1)
    assert "not whole in the time allowed" in out
    assert "4 further calls were left out" in out


def test_no_key(monkeypatch, capsys):
    code, out, err = run_main(monkeypatch, capsys, key="")
    assert (code, out) == (2, "")
    assert KEY_NAME in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-n", "0"], "calls is 0"),
        (["-c", "99"], "concurrency is 99"),
        (["--max-tokens", "0"], "--max-tokens"),
        (["--timeout", "0"], "--timeout"),
        (["--base-url", "http://example.com"], "unencrypted"),
        (["--base-url", f"http://example.com/{KEY}"], "unencrypted"),
    ],
)
def test_bad_arguments(monkeypatch, capsys, arguments, words):
    code, _, err = run_main(monkeypatch, capsys, "--model", "m", *arguments)
    assert code == 2
    assert words in err


def test_the_default_model_is_in_the_evidence_and_not_the_retired_one():
    evidence = load()
    name, origin = default_model()
    assert name == evidence["sonnet_5_5_model_id"].text
    assert "2026" in origin
    assert name not in evidence["claude_3_opus_retired"].subject


def test_it_runs_as_a_module_and_keeps_the_key_out_of_logs(server):
    code = (
        "import logging, sys; logging.basicConfig(level=logging.DEBUG);"
        "from compute_deal.probe.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-n", "1", "--model", "m", "--base-url", server.url],
        env={"PATH": "/usr/bin", KEY_NAME: KEY, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "httpx" in done.stderr  # the log is on
    assert KEY not in done.stdout + done.stderr
