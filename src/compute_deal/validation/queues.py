"""Checks of the queues behind the chapter on demand: Erlang's formulae, their tables, waits."""

from fractions import Fraction
from math import factorial

import numpy as np
from scipy.optimize import brentq
from scipy.stats import erlang as erlang_distribution

from compute_deal.checks import Check, closed, published, second, values
from compute_deal.evidence import Evidence
from compute_deal.models.dimensioning import load_for_blocking, servers_for_blocking, servers_for_waiting
from compute_deal.models.erlang import erlang_b, erlang_c, halfin_whitt
from compute_deal.models.queueing import (
    mean_wait,
    pooled_and_split,
    wait_quantile,
    waiting_longer_than,
    with_added_capacity,
)

MANY = 100_000
QUEUE = (12, 10.5, 3.0)  # servers, load in erlangs, mean service time of the queue that is solved state by state


def queue_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the methods on queues, by method."""
    return [*erlang_checks(evidence), *dimensioning_checks(evidence), *queueing_checks(evidence)]


def exact_blocking(servers: int, load: Fraction) -> Fraction:
    """Return Erlang B by its defining sum, in exact fractions.

    Examples
    --------
    >>> exact_blocking(2, Fraction(1))
    Fraction(1, 5)
    """
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def exact_waiting(servers: int, load: Fraction) -> Fraction:
    """Return Erlang C by its defining sum, in exact fractions.

    Examples
    --------
    >>> exact_waiting(3, Fraction(2))
    Fraction(4, 9)
    """
    last = load**servers / factorial(servers) * servers / (servers - load)
    return last / (sum(load**k / factorial(k) for k in range(servers)) + last)


def blocking_by_recursion(servers: int, load: float) -> float:
    """Return Erlang B from one server up: 1/B(n) = 1 + (n/A) / B(n - 1)."""
    inverse = 1.0
    for n in range(1, servers + 1):
        inverse = 1 + inverse * n / load
    return 1 / inverse


def erlang_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the loss and the delay formula."""
    calls, interval, call_time, agents = values(
        evidence, "pyworkforce_calls", "pyworkforce_interval", "pyworkforce_call_time", "pyworkforce_agents"
    )
    sums = [
        ("b", erlang_b, exact_blocking, servers, load) for servers, load in ((1, 1), (2, 1), (5, 3), (150, 500))
    ] + [("c", erlang_c, exact_waiting, servers, load) for servers, load in ((3, 2), (60, 55))]
    found = published(
        evidence, "erlang", {"pyworkforce_waiting": float(erlang_c(agents, calls * call_time / interval))}
    )
    found += [
        closed(
            f"erlang_{letter}_{servers}_{load}",
            "erlang",
            f"Erlang {letter.upper()}, {servers} server{'s' * (servers > 1)}, load {load}",
            "sum in exact fractions",
            float(exact(servers, Fraction(load))),
            ours(servers, load),
            unit="fraction",
        )
        for letter, ours, exact, servers, load in sums
    ]
    edge = MANY - MANY**0.5
    return [
        *found,
        second(
            "erlang_b_many",
            "erlang",
            f"Erlang B: {MANY:,} servers, as large a load",
            "recursion over the servers",
            blocking_by_recursion(MANY, MANY),
            erlang_b(MANY, MANY),
            unit="fraction",
        ),
        second(
            "erlang_c_many",
            "erlang",
            f"Erlang C: {MANY:,} servers, nearly as large a load",
            "limit of Halfin and Whitt",
            halfin_whitt(MANY, edge),
            erlang_c(MANY, edge),
            tolerance=0.01,  # the limit is reached as the root of the servers
            unit="fraction",
        ),
    ]


def dimensioning_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of the tables of Erlang, read in both directions."""
    table = evidence.frame("published_models")
    ids = [id for id in table.index if id.startswith("erlang_load_")]
    pairs = {id: [int(part) for part in id.split("_")[2:]] for id in ids}
    loads = {id: float(load_for_blocking(servers, per_cent / 100)) for id, (servers, per_cent) in pairs.items()}
    calls, interval, call_time, patience, target = values(
        evidence,
        "pyworkforce_calls",
        "pyworkforce_interval",
        "pyworkforce_call_time",
        "pyworkforce_patience",
        "pyworkforce_target",
    )
    agents = servers_for_waiting(calls * call_time / interval, 1 - target, patience, call_time)
    counted = next(n for n in range(1, 100) if exact_blocking(n, Fraction(30)) <= Fraction(2, 100))
    return [
        *published(evidence, "dimensioning", loads | {"pyworkforce_agents": float(agents)}),
        closed(
            "servers_30_2",
            "dimensioning",
            "fewest servers for a load of 30 at 2 % blocking",
            "trying all in exact fractions",
            counted,
            servers_for_blocking(30, 0.02),
            unit="count",
        ),
    ]


def waiting_state_by_state(time: float, servers: int, load: float, service_time: float, states: int = 1500) -> float:
    """Return the share that waits longer than a time, from the chance of each length of the queue."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(load / np.minimum(np.arange(1, states), servers)))])
    chance = np.exp(logs - logs.max())
    ahead = np.arange(states - servers) + 1  # departures that an arrival has to wait for
    longer = erlang_distribution.sf(time, ahead, scale=service_time / servers)
    return float(chance[servers:] @ longer / chance.sum())


def queueing_checks(evidence: Evidence) -> list[Check]:
    """Return the checks of waits, added capacity and pooling."""
    calls, interval, call_time, patience, agents = values(
        evidence,
        "pyworkforce_calls",
        "pyworkforce_interval",
        "pyworkforce_call_time",
        "pyworkforce_patience",
        "pyworkforce_agents",
    )
    late = waiting_longer_than(patience, agents, calls * call_time / interval, call_time)
    states = "the states of the queue, one by one"
    by_states = brentq(lambda t: waiting_state_by_state(t, *QUEUE) - 0.05, 0.0, 100.0, xtol=1e-12)
    more = with_added_capacity(2, 1, 0.5)[1]
    split = pooled_and_split(20, 16, 4)[1]
    return [
        *published(evidence, "queueing", {"pyworkforce_service_level": 1 - float(late)}),
        closed(
            "mm1_wait", "queueing", "mean wait, one server, load 0.8", "0.8 / (1 − 0.8)", 4.0, mean_wait(1, 0.8, 1.0)
        ),
        closed(
            "mm1_quantile",
            "queueing",
            "95th percentile of the wait, one server, load 0.5",
            "2 log 10",
            2 * np.log(10),
            wait_quantile(0.95, 1, 0.5, 1.0),
        ),
        second(
            "mmn_tail",
            "queueing",
            "share that waits over 5, 12 servers, load 10.5",
            states,
            waiting_state_by_state(5.0, *QUEUE),
            waiting_longer_than(5.0, *QUEUE),
            unit="fraction",
        ),
        second(
            "mmn_quantile",
            "queueing",
            "95th percentile of the wait, 12 servers, load 10.5",
            states,
            by_states,
            wait_quantile(0.95, *QUEUE),
        ),
        closed(
            "added_capacity",
            "queueing",
            "blocking, 2 servers and half more, load 1",
            "sum in exact fractions",
            float(exact_blocking(3, Fraction(1))),
            more.blocking,
            unit="fraction",
        ),
        closed(
            "split_pools",
            "queueing",
            "waiting, 20 servers in 4 pools, load 16",
            "sum in exact fractions",
            float(exact_waiting(5, Fraction(4))),
            split.waiting,
            unit="fraction",
        ),
    ]
