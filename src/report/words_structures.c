/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about the teams of structures, in both languages. */
#include "report/words.h"

static const struct fc_message en[] = {
    {"chart.structure_teams", "Teams of every structure: load and quota"},
    {"axis.percent", "%"},
    {"legend.utilisation", "hours needed, % of hours available"},
    {"legend.attainment", "sold, % of quota, at the end of the years"},
    {0}};

static const struct fc_message ru[] = {
    {"chart.structure_teams", "Команды каждой структуры: загрузка и план"},
    {"axis.percent", "%"},
    {"legend.utilisation", "нужно часов, % от имеющихся"},
    {"legend.attainment", "продано, % от плана, на конец года"},
    {0}};

static const struct fc_term en_terms[] = {
    {"key", "teams", "Teams",
     "The teams of every structure, with load and attainment."},
    {"key", "structure", "Structure", "The structure that a row belongs to."},
    {0}};

static const struct fc_term ru_terms[] = {
    {"key", "teams", "Команды",
     "Команды каждой структуры: загрузка и выполнение плана."},
    {"key", "structure", "Структура", "Структура, к которой относится строка."},
    {0}};

const struct fc_lexicon fc__words_structures = {{en, ru}, {en_terms, ru_terms}};
