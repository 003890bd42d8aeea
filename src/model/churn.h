/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients differ: the latent types of contract clients, as pure functions. */
#ifndef FC_MODEL_CHURN_H
#define FC_MODEL_CHURN_H

enum { FC_TYPES = 6, FC_LADDER = 3 }; /* types; renewals that tell classes apart */

/* What a client of each type does, for one segment and one length of contract. */
struct fc_churn {
    double yearly[FC_TYPES];  /* theta_j: probability to leave within a year */
    double weight[FC_TYPES];  /* of a new client, sums to 1 */
    double leave[FC_TYPES];   /* probability to leave at a renewal, B = 0 */
    double opening[FC_TYPES]; /* weight of a client that is there at opening */
    double renewed[FC_LADDER][FC_TYPES]; /* P(r renewals so far | type) at opening */
};

/* n nodes, ascending, and weights of the Gauss quadrature for a beta law: see below. */
void fc__beta_nodes(int n, double mean, double spread, double *node, double *weight);

/* Nodes theta_j, ascending, and weights of the Gauss quadrature for Beta(alpha, beta)
 * with alpha = c (1 - s) / s,  beta = (1 - c) (1 - s) / s,   c mean, s spread in [0,
 * 1). Exact for polynomials up to degree 11: E (1 - theta)^t for t <= 11. s = 0:
 * everybody is the mean. */
void fc__churn_nodes(double mean, double spread, double node[FC_TYPES],
                     double weight[FC_TYPES]);

/* All of the above. `insolvency` is the yearly probability, `age_years` how many years
 * ago the firm won its first clients: P(r) is proportional to the share of a cohort
 * that is left after r renewals, r term < 12 age_years. */
void fc__churn_law(struct fc_churn *law, double mean, double spread, double term_months,
                   double insolvency, double age_years);

/* Expected years that a new client stays, `years` at most. */
double fc__churn_lifetime(const struct fc_churn *law, double insolvency, double years);

/* Probability of an event within `months` if it is `yearly` within a year:
 * 1 - (1 - yearly)^(months / 12). */
double fc__churn_within(double yearly, double months);

/* Normal score Phi^-1 of the default probability within `months`; `yearly` counts as at
 * most 0.9999. */
double fc__churn_score(double yearly, double months);

#endif
