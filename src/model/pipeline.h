/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled numbers of the funnel and of deals, which several rooms read: the funnel
 * fills them in compile, the rows derived per path in open. Arrays are [segment *
 * stages + stage] or [segment]. Rates are per month. */
#ifndef FC_MODEL_PIPELINE_H
#define FC_MODEL_PIPELINE_H

#include "model/model.h"

enum { FC_STAGES_MAX = 8 };

struct fc_law_plan; /* chain.h */

struct fc_pipeline {
    uint32_t stages, segments;
    const fc_num *conversion, *dwell_weeks, *hours; /* at full attention */
    fc_num contact_hours;                           /* first contact of a lead */
    fc_num adverse_advance, adverse_loss;           /* eta_a, eta_l */
    const fc_num *deal_mean; /* list units before discount, a year */
    const double *deal_cv;
    bool deal_lognormal; /* one-off products: lognormal, deal by deal */
    fc_num discount, price_exponent;
    const bool *received; /* [stage] its role takes the deal over from another one */
    const struct fc_law_plan *law; /* [segment] terms of the transition law */
    const bool *named;             /* [market] has named open deals */
    const double *win_mean;        /* [segment] product of the mean conversions */
    const double *conversion_mean, *dwell_mean_months, *hours_mean;
    double contact_hours_mean;
    /* rows derived in funnel.open */
    fc_rows advance, loss; /* base hazards p/d and (1-p)/d */
    fc_rows work;          /* hours a month and open deal, w/d */
    fc_rows beta;          /* [segment] 1 / sum(1 - p) */
    fc_rows win_from;      /* P(win) from the start of a stage at full attention */
};

static inline const float *fc_pipeline_beta(const struct fc_block *b, uint32_t segment)
{
    return fc_own(b, b->model->pipeline->beta, segment);
}

static inline const float *fc_deal_mean(const struct fc_block *b, uint32_t segment)
{
    return fc_number_row(b, b->model->pipeline->deal_mean[segment]);
}

static inline double fc_deal_cv(const struct fc_model *model, uint32_t segment)
{
    return model->pipeline->deal_cv[segment];
}

static inline bool fc_deal_lognormal(const struct fc_model *model)
{
    return model->pipeline->deal_lognormal;
}

static inline const float *fc_list_discount(const struct fc_block *b)
{
    return fc_number_row(b, b->model->pipeline->discount);
}

#endif
