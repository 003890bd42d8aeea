/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled model, a block of paths, and what a room is.
 *
 * A **room** (mechanism) is one file with one descriptor: the sections of a scenario it
 * owns, its KPIs, and five functions. Rooms meet only in the block state (state.h) and
 * in the levers (lever.h); they do not call each other. What a room needs per path and
 * does not share lives in its own rows (fc_model_rows / fc_own).
 */
#ifndef FC_MODEL_MODEL_H
#define FC_MODEL_MODEL_H

#include "base/isa.h"
#include "base/lanes.h"
#include "funnelcloud/status.h"
#include "model/kpi.h"
#include "model/lever.h"
#include "model/state.h"
#include "random/kernels.h"
#include "random/strata.h"
#include "scenario/field.h"
#include "scenario/scenario.h"

struct fc_block;
struct fc_cover;
struct fc_organisation;
struct fc_pipeline;
struct fc_product;
struct fc_segment;
struct fc_channel;
struct fc_policies;

/* A compiled number: a row of FC_LANES floats of the block, constant or drawn per path.
 */
typedef struct {
    uint32_t row;
} fc_num;

/* Rows of a room's own, float or double: byte offset in the block's private memory;
 * below 0: rows that are not cleared. */
typedef struct {
    ptrdiff_t offset;
} fc_rows;

struct fc_market {
    uint32_t territory, product, segment, team;
    uint32_t second;      /* pool of specialists that sells along, or UINT32_MAX */
    uint32_t overflow;    /* pool that takes its deals over, if somebody does */
    double share;         /* of its segment's leads, sums to 1 within a segment */
    double opening_hours; /* expected hours a month at opening, for seats (people.link):
                             rooms add theirs in compile */
    double opening_service; /* those of service: set by customers in compile */
    double *role_hours;     /* [role] of these, by the role that gives them */
    double stage_hours;     /* of these, on deals in the funnel */
    double domain_share[3]; /* of the working time of the people who cover the market,
                               what goes to its territory, product and segment */
    double pool_share[3];   /* the same of the specialists who take deals over */
    double opening_clients; /* contracts at opening; set by customers in compile */
};

#define FC_NO_TOOL UINT32_MAX

struct fc_axis_table {
    uint32_t count;
    const char *const *name;  /* ASCII keys, borrowed */
    const char *const *title; /* display titles, never NULL */
};

struct fc_model_target { /* compiled by the room that owns `targets` */
    const char *metric;
    int period; /* month, -year, 0 = horizon */
    double value, accept_miss;
    int line;
};

struct fc_pay_numbers {             /* numbers that several rooms read */
    fc_num base, commission, quota; /* money: a month; share of bookings; a year */
    fc_num turnover;                /* people: share of newcomers gone in a year */
};

struct fc_model {
    fc_scenario *scenario; /* borrowed */
    uint32_t months, steps_per_month, steps;
    int start_month; /* 12 * year + month - 1 */
    float dt;        /* months a step */
    struct fc_axis_table axis[FC_AXES];
    struct fc_market *markets; /* axis[FC_MARKET].count */
    const uint32_t
        *market_order;   /* markets by name: sums over markets run in this order,
                            so that the order of lists changes no bit (M2) */
    uint8_t *task_work;  /* [task] enum fc_work */
    uint32_t *task_role; /* [task] whose seats do it: set by the rooms in compile */
    const struct fc_organisation *organisation; /* organisation.h */
    int *team_seats; /* [team] with those that open later; set by people in link */
    uint32_t planned_seats; /* those; seats that policies may open are behind them */
    const struct fc_pipeline *pipeline; /* the funnel's compiled numbers (pipeline.h) */
    const struct fc_product *products;  /* market.h */
    const struct fc_segment *segments;
    const struct fc_channel *channels;
    const struct fc_policies *policies; /* policy.h: for those who pull their levers */
    fc_rows best_odds;         /* quality odds of the best channel; demand fills the row
                                  in open: viable leads are thinned relative to it */
    uint32_t normal;           /* bits of enum fc_cause; set by normal */
    double *lifetime_years;    /* [segment] mean life of a client; set by customers */
    const uint32_t *seat_team; /* [seat] set by people in link */
    const uint8_t *seat_role;  /* [seat] */
    struct fc_pay_numbers pay_numbers;
    struct {              /* deals that the pools of a matrix take over */
        bool on;          /* set by organisation; rows exist only then */
        fc_rows skill;    /* [market] proficiency^beta of the pool; people fill it */
        fc_rows coverage; /* [market * stages + stage] added; contact fills it */
    } overflow;
    fc_num handover_odds; /* of leaving, per unit of state `handover` */
    bool handover;        /* changes of hands cost something */
    bool pay_plan; /* commission by quota, or a bonus: motivation says what is due */
    const float *working_days; /* 12 factors of mean 1, January first */

    /* numbers: value and row of the scenario's distributions (-1 certain) */
    uint32_t numbers;
    size_t number_value_room, number_dist_room;
    double *number_value;
    int *number_dist;
    struct fc_copula *copula; /* over the scenario's distributions; NULL: independent */
    uint64_t *dist_site;
    bool out_of_memory; /* noticed by fc__model_new when compiling is over */
    void **allocated;   /* blocks of fc__model_alloc */
    size_t allocated_count, allocated_room;

    size_t own_bytes;   /* private rows of all rooms */
    size_t stale_bytes; /* those before them that are not cleared */
    uint32_t lever_first[FC_L_COUNT], lever_rows;
    uint32_t state_rows[FC_S_COUNT]; /* lane rows of each state array */

    /* practices, their tools and who calls for them */
    uint8_t
        *practice_category; /* [practice] of practice.h; set by practice in compile */
    uint32_t *crisis_tool;  /* [crisis] practice it puts out of work, or FC_NO_TOOL;
                               set by crisis in link */
    struct fc_starters {
        uint32_t n;
        const uint32_t *policy;
    } * started_by; /* [practice] policies that run it while they are on: allocated by
                       practice in compile, filled by policy */
    const struct fc_cover *covers; /* cover.h; set by practice in link */
    uint32_t cover_count;

    struct fc_model_target *targets;
    size_t target_count;
    struct fc_model_actual {
        const char *metric;
        struct fc_numbers values; /* months before month 1, oldest first */
    } * actuals;
    size_t actual_count;

    const struct fc_mechanism *const *rooms;
    void **own;                              /* compiled data of each room */
    size_t last_puller;                      /* room after which levers are held */
    void (*levers_close)(struct fc_block *); /* of this instruction set */
    enum fc_isa isa;
};

struct fc_block {
    const struct fc_model *model;
    uint64_t seed;           /* hashed */
    uint64_t first_path;     /* where the results of lane 0 belong */
    const uint64_t *path_of; /* [lane] whose luck it is; NULL: first_path + lane */
    uint32_t step, month;    /* from 0 */
    bool month_starts, month_ends;
    bool crises_off;                /* the crisis-free twin */
    const struct fc_strata *strata; /* of the paths; NULL: drawn plain */
    struct fc_state s;
    float *numbers;
    unsigned char *own;
    float *levers;
    uint8_t *lever_pulled;
    uint64_t clamps;
    void *memory; /* everything above in one allocation */
};

struct fc_mechanism {
    const char *name, *help;
    const struct fc_section
        *sections; /* the parts of a scenario it owns; may be NULL */
    size_t spec_size;
    const struct fc_kpi *kpis; /* ended by name = NULL; may be NULL */
    bool pulls;                /* pulls levers: comes before their readers */
    bool first;                /* others ask it while they compile */
    /* spec -> *own: constants, tables, sites; problems through fc__scenario_problem */
    fc_status (*compile)(const void *spec, struct fc_model *model, void **own,
                         struct fc_error *err);
    /* second pass, when all rooms are compiled; NULL if not needed */
    fc_status (*link)(void *own, struct fc_model *model, struct fc_error *err);
    /* per-path numbers, state at time 0; NULL if not needed */
    void (*open)(const void *own, struct fc_block *b);
    void (*step)(const void *own, struct fc_block *b);
    void (*month)(const void *own,
                  struct fc_block *b); /* last step of a month, after step */
    void (*clear)(void *own);
};

/* The rooms in the order of a step, compiled for an instruction set; ended by NULL. */
const struct fc_mechanism *const *fc__rooms(enum fc_isa isa);

/* ---- compiling ---- */

/* Scenario -> model for an instruction set. Problems found go to the scenario. */
fc_status fc__model_new(fc_scenario *scenario, enum fc_isa isa, struct fc_model **out,
                        struct fc_error *err);
void fc__model_free(struct fc_model *self);

/* Registers a number of the scenario (certain or not); -> its row in every block. A
 * distribution that is registered twice shares its draw. Out of memory is noticed by
 * fc__model_new. */
fc_num fc__model_number(struct fc_model *self, struct fc_number number);
/* A constant that is not in the scenario. */
fc_num fc__model_constant(struct fc_model *self, double value);
/* Reserves n rows of floats (or of doubles) of the room's own. */
fc_rows fc__model_rows(struct fc_model *self, size_t n);
fc_rows fc__model_rows_double(struct fc_model *self, size_t n);
/* The same, but at opening they hold what the paths before have left: any finite value.
 * For large rows that are written before they are read. */
fc_rows fc__model_rows_stale(struct fc_model *self, size_t n);
/* How far a scope (member of an axis, or axis FC_ONE = everything) reaches into a row
 * of another axis: 1 or 0 where rows are inside or outside, a share of the opening
 * hours for teams that serve several members. */
double fc__model_overlap(const struct fc_model *self, enum fc_axis axis,
                         uint32_t member, enum fc_axis rows, uint32_t row);
/* Gives a task to a role: the one named, or else `ae`, or else the only one; a problem
 * that names the key if there is none. */
fc_status fc__model_role(struct fc_model *self, const char *key, struct fc_ref role,
                         uint32_t task);
/* Adds expected hours a month at opening to a market: they attract seats. */
void fc__model_hours(struct fc_model *self, uint32_t market, uint32_t task,
                     double hours);
/* Market of three member names { territory, product, segment }; UINT32_MAX and a
 * problem that names the key if there is none. */
uint32_t fc__model_market(struct fc_model *self, const char *key,
                          const struct fc_names *names);
/* The members of an axis in the order of their names; NULL without memory. */
uint32_t *fc__model_order(struct fc_model *self, const struct fc_axis_table *axis);
/* Allocated memory that lives as long as the model (zeroed; NULL without memory). */
void *fc__model_alloc(struct fc_model *self, size_t count, size_t size);

/* ---- a block ---- */
fc_status fc__block_new(const struct fc_model *model, struct fc_block **out,
                        struct fc_error *err);
void fc__block_free(struct fc_block *self);
size_t fc__block_bytes(const struct fc_model *model);

/* state row: FC_ROW(b, stock, k * stages + n) is a pointer to FC_LANES values */
#define FC_ROW(b, name, row) ((b)->s.name + (size_t)(row)*FC_LANES)

/* a row on the stack */
#define FC_LANE_ROW(type, name) _Alignas(64) type name[FC_LANES]

/* Tasks (axis FC_TASK): first contact, stage 0 .., service, outbound. */
static inline uint32_t fc_task_stage(uint32_t stage)
{
    return FC_T_STAGES + stage;
}

static inline uint32_t fc_task_service(const struct fc_model *self)
{
    return self->axis[FC_TASK].count - 2;
}

static inline uint32_t fc_task_outbound(const struct fc_model *self)
{
    return self->axis[FC_TASK].count - 1;
}

/* Coverage of a task of a team, one row. */
static inline float *fc_task_coverage(const struct fc_block *b, uint32_t team,
                                      uint32_t task)
{
    return FC_ROW(b, coverage, team * b->model->axis[FC_TASK].count + task);
}

static inline const float *fc_number_row(const struct fc_block *b, fc_num n)
{
    return b->numbers + (size_t)n.row * FC_LANES;
}

static inline float *fc_own(const struct fc_block *b, fc_rows rows, size_t row)
{
    return (float *)(void *)(b->own + rows.offset) + row * FC_LANES;
}

static inline double *fc_own_double(const struct fc_block *b, fc_rows rows, size_t row)
{
    return (double *)(void *)(b->own + rows.offset) + row * FC_LANES;
}

/* Whose luck a lane has. */
static inline uint64_t fc_path(const struct fc_block *b, uint32_t lane)
{
    return b->path_of ? b->path_of[lane] : b->first_path + lane;
}

/* The four words of all paths at (time, site): words[j * FC_LANES + lane]. */
static inline void fc_draw_at(const struct fc_block *b, uint32_t time, uint64_t site,
                              uint32_t *words)
{
    if (b->path_of)
        fc_words_at(b->seed, b->path_of, time, site, FC_LANES, words);
    else
        fc_words(b->seed, b->first_path, time, site, FC_LANES, words);
}

/* Those of this step. */
static inline void fc_draw(const struct fc_block *b, uint64_t site, uint32_t *words)
{
    fc_draw_at(b, b->step + 1, site, words);
}

/* The words of n chosen paths at (this step, site): words[j * n + i]; n a multiple
 * of 16.
 */
static inline void fc_draw_some(const struct fc_block *b, const uint64_t *path,
                                uint64_t site, size_t n, uint32_t *words)
{
    fc_words_at(b->seed, path, b->step + 1, site, n, words);
}

/* The same for draws that belong to the path, not to a step; `event` tells repeated
 * ones apart (generation of a seat, event of a crisis). Sites must differ from those of
 * steps. */
static inline void fc_draw_path(const struct fc_block *b, uint64_t site, uint32_t event,
                                uint32_t *words)
{
    fc_draw_at(b, event, site, words);
}

/* Effect of a lever on a row of its axis, see lever.h. */
static inline const float *fc_lever(const struct fc_block *b, enum fc_lever_id id,
                                    uint32_t row)
{
    const uint32_t i = b->model->lever_first[id] + row;
    return b->levers + (size_t)(b->lever_pulled[i]                   ? i + 2
                                : fc__lever_rows[id].scale == FC_ADD ? 0
                                                                     : 1) *
                           FC_LANES;
}

/* Has anybody pulled it in this step? */
static inline bool fc_lever_pulled(const struct fc_block *b, enum fc_lever_id id,
                                   uint32_t row)
{
    return b->lever_pulled[b->model->lever_first[id] + row] != 0;
}

/* Factor of the calendar month on hours. */
static inline float fc_working_days(const struct fc_block *b)
{
    return b->model->working_days[(b->model->start_month + (int)b->month) % 12];
}

/* Pulls a lever: c times strength y in [0, 1] per lane, composed as the lever's scale
 * says. */
#define fc__lever_pull   FC_PER_ISA(fc__lever_pull)
#define fc__levers_close FC_PER_ISA(fc__levers_close)
void fc__lever_pull(struct fc_block *b, enum fc_lever_id id, uint32_t row, float c,
                    const float *y);

/* Holds the pulled levers at their bounds and counts what was held. */
void fc__levers_close(struct fc_block *b);

#endif
