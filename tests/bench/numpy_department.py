#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simplified department (demand, funnel, contracts) in vectorised numpy, one core.

Paths are the vector axis; the law of a step is the same for all of them (no coverage, no
skill), which flatters numpy. Prints seconds of the processor per path; bench_engine
compares them. Usage: numpy_department.py [PATHS]
"""
import sys
import time

import numpy as np

MARKETS, STAGES, MONTHS, STEPS, TYPES, TERM = 36, 4, 36, 2, 6, 12
CONVERSION = np.array([[.17, .62, .66, .75], [.18, .55, .60, .68], [.25, .50, .58, .60]])
DWELL = np.array([[.14, .28, .35, .23], [.23, .65, .81, .58], [.35, 1.4, 1.85, 1.4]])
LEADS = np.array([867, 325, 65]) / 24.0
LEAVE = np.array([.01, .06, .15, .3, .5, .75])
WEIGHT = np.array([.25, .25, .2, .15, .1, .05])
SHAPE = np.array([2.3, 1.56, .8])


def law(segment):
    """Transition matrix of a step over stages, won, lost by repeated squaring."""
    n = STAGES + 2
    q = np.zeros((n, n))
    for j in range(STAGES):
        a = CONVERSION[segment, j] / DWELL[segment, j]
        loss = (1 - CONVERSION[segment, j]) / DWELL[segment, j]
        q[j, j] = -(a + loss)
        q[j, j + 1 if j + 1 < STAGES else STAGES] += a
        q[j, STAGES + 1] += loss
    p = np.eye(n) + q / STEPS / 1024
    for _ in range(10):
        p = p @ p
    return p


def run(paths):
    rng = np.random.Generator(np.random.SFC64(1))
    p = [law(s) for s in range(3)]
    stock = np.zeros((MARKETS, STAGES, paths), dtype=np.int64)
    clients = rng.poisson(1, (MARKETS, TERM, TYPES, paths))
    value = clients * 20000.0
    total = np.zeros(paths)
    for month in range(MONTHS):
        noise = rng.gamma(26, 1 / 26, (5, paths)).mean(axis=0)
        won = np.zeros((MARKETS, paths), dtype=np.int64)
        for _ in range(STEPS):
            for k in range(MARKETS):
                s, moved = k % 3, np.zeros((STAGES, paths), dtype=np.int64)
                for i in range(STAGES):
                    left, rest = stock[k, i], 1.0
                    for j in list(range(STAGES + 1, i, -1)):
                        gone = rng.binomial(left, min(1, p[s][i, j] / rest))
                        left, rest = left - gone, max(rest - p[s][i, j], 1e-9)
                        if j == STAGES:
                            won[k] += gone
                        elif j < STAGES:
                            moved[j] += gone
                    moved[i] += left
                mean = LEADS[s] * noise / STEPS
                for j in range(STAGES):
                    moved[j] += rng.poisson(mean * p[s][0, j])
                won[k] += rng.poisson(mean * p[s][0, STAGES])
                rng.poisson(mean), rng.poisson(mean)
                stock[k] = moved
        for k in range(MARKETS):
            a = SHAPE[k % 3]
            for slot, chance in ((month % TERM, LEAVE), ((month + 6) % TERM, LEAVE * 0 + .02)):
                for j in range(TYPES):
                    n = clients[k, slot, j]
                    lost = rng.binomial(n, chance[j])
                    g1 = rng.standard_gamma(lost * a)
                    g2 = rng.standard_gamma((n - lost) * a)
                    value[k, slot, j] *= np.where(g1 + g2 > 0, g2 / np.maximum(g1 + g2, 1e-300), 0)
                    clients[k, slot, j] = n - lost
            left, rest = won[k], 1.0
            for j in range(TYPES):
                n = rng.binomial(left, min(1, WEIGHT[j] / rest)) if j < TYPES - 1 else left
                left, rest = left - n, rest - WEIGHT[j]
                clients[k, month % TERM, j] += n
                value[k, month % TERM, j] += rng.standard_gamma(n * a) * 20000 / a
        total += value.sum(axis=(0, 1, 2)) / 12
    return total.mean()


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    run(20)
    start = time.process_time()
    run(count)
    print(f"{(time.process_time() - start) / count:.6g}")
