/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about the teams of structures and about the map of complexity, in both
 * languages. */
#include "report/words.h"

static const struct fc_message en[] = {
    {"chart.structure_teams", "Teams of every structure: load and quota"},
    {"axis.percent", "%"},
    {"legend.utilisation", "hours needed, % of hours available"},
    {"legend.attainment", "sold, % of quota, at the end of the years"},
    {"chart.structure_map", "Best structure, by how much has to be learnt"},
    {"map.products", "products"},
    {"map.segments", "clients"},
    {"map.product_simple", "simple"},
    {"map.product_usual", "as today"},
    {"map.product_complex", "complex"},
    {"map.segment_simple", "all alike"},
    {"map.segment_usual", "as today"},
    {"map.segment_complex", "very different"},
    {"map.or", "or "},
    {"structures.map",
     "If products and clients were simpler or more complex than today, other "
     "structures "
     "might be best: three levels of each were tried. Simple: nothing has to be "
     "learnt; complex: knowledge counts much and takes half a year to learn."},
    {"structures.map_wins",
     "“{best}” is best in {n} of {all} cases, most clearly where products are "
     "{product} "
     "and clients {segment}: {lead} ± {half} ahead of “{next}”."},
    {"structures.map_wins_once",
     "“{best}” is best in {n} of {all} cases, where products are {product} and clients "
     "{segment}: {lead} ± {half} ahead of “{next}”."},
    {"structures.map_open", "In {n} of {all} cases the best two cannot be told apart."},
    {0}};

static const struct fc_message ru[] = {
    {"chart.structure_teams", "Команды каждой структуры: загрузка и план"},
    {"axis.percent", "%"},
    {"legend.utilisation", "нужно часов, % от имеющихся"},
    {"legend.attainment", "продано, % от плана, на конец года"},
    {"chart.structure_map",
     "Лучшая структура в зависимости от того, чему надо учиться"},
    {"map.products", "продукты"},
    {"map.segments", "клиенты"},
    {"map.product_simple", "простые"},
    {"map.product_usual", "как сегодня"},
    {"map.product_complex", "сложные"},
    {"map.segment_simple", "все похожи"},
    {"map.segment_usual", "как сегодня"},
    {"map.segment_complex", "очень разные"},
    {"map.or", "или "},
    {"structures.map",
     "Если бы продукты и клиенты были проще или сложнее, чем сегодня, лучшей могла бы "
     "быть другая структура: проверены три уровня того и другого. Простые: учиться "
     "нечему; сложные: знания важны, и учиться им полгода."},
    {"structures.map_wins",
     "«{best}» лучше всех в {n} {n|случае|случаях|случаях} из {all}, яснее всего там, "
     "где продукты {product}, а клиенты {segment}: {lead} ± {half} впереди «{next}»."},
    {"structures.map_wins_once", "«{best}» лучше всех в {n} случае из {all}, там, где "
                                 "продукты {product}, а клиенты "
                                 "{segment}: {lead} ± {half} впереди «{next}»."},
    {"structures.map_open",
     "В {n} {n|случае|случаях|случаях} из {all} лучшие две неразличимы."},
    {0}};

static const struct fc_term en_terms[] = {
    {"key", "teams", "Teams",
     "The teams of every structure, with load and attainment."},
    {"key", "structure", "Structure", "The structure that a row belongs to."},
    {"key", "map", "Map of complexity",
     "The best structure where products and clients are simple (nothing has to be "
     "learnt), as in the scenario, or complex (weight 0.8 of the knowledge, half a "
     "year "
     "to learn). In structures.csv the best one has its operating profit, the others "
     "theirs less that."},
    {"key", "products", "Products",
     "How complex products are in this cell of the map."},
    {"key", "segments", "Clients",
     "How different the clients of the segments are in this cell of the map."},
    {"key", "clear", "clear",
     "Every other structure is behind the best one by more than three simulation "
     "errors."},
    {"key", "next", "Next", "The second best structure."},
    {"key", "lead", "Lead",
     "Operating profit of the best structure less the next one."},
    {0}};

static const struct fc_term ru_terms[] = {
    {"key", "teams", "Команды",
     "Команды каждой структуры: загрузка и выполнение плана."},
    {"key", "structure", "Структура", "Структура, к которой относится строка."},
    {"key", "map", "Карта сложности",
     "Лучшая структура там, где продукты и клиенты просты (учиться нечему), как в "
     "сценарии или сложны (вес знаний 0,8, учиться полгода). В structures.csv у лучшей "
     "стоит её операционная прибыль, у других — их прибыль минус эта."},
    {"key", "products", "Продукты", "Насколько сложны продукты в этой клетке карты."},
    {"key", "segments", "Клиенты",
     "Насколько различны клиенты сегментов в этой клетке карты."},
    {"key", "clear", "ясно",
     "Каждая другая структура отстаёт от лучшей больше чем на три ошибки "
     "моделирования."},
    {"key", "next", "Следующая", "Вторая по порядку структура."},
    {"key", "lead", "Опережение",
     "Операционная прибыль лучшей структуры минус прибыль следующей."},
    {0}};

const struct fc_lexicon fc__words_structures = {{en, ru}, {en_terms, ru_terms}};
