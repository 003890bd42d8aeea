/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing of the scenario border: pre-flight, libconfig, --set, checks.
 *
 * An input is a text, then lines "%%" each followed by a --set argument. Promises
 * checked: only FC_OK or FC_E_SCENARIO; problems exactly in the second case, each one
 * line of valid UTF-8; nothing that the pre-flight passed is refused by libconfig;
 * every number is in its range, every distribution too. Built with
 * FC_SANITIZE=fuzzer-no-link,address and clang this is a libFuzzer target, else a
 * program that replays files and folders. Run the fuzzer with -detect_leaks=0:
 * libconfig 1.5 leaks when it refuses a text. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/scenario_owners.h"
#include "base/text.h"
#include "scenario/own.h"

#define PROMISE(holds)                                                                 \
    do {                                                                               \
        if (!(holds)) {                                                                \
            fprintf(stderr, "broken: %s, line %d\n", #holds, __LINE__);                \
            abort();                                                                   \
        }                                                                              \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Does the input itself hold the text? Then a message may well end with it. */
static bool holds(const uint8_t *data, size_t n, const char *text)
{
    const size_t length = strlen(text);
    for (size_t i = 0; i + length <= n; i++)
        if (memcmp(data + i, text, length) == 0)
            return true;
    return false;
}

static void check_problems(const fc_scenario *s, fc_status status, const uint8_t *data,
                           size_t n)
{
    PROMISE((status == FC_OK) == (fc__scenario_errors(s) == 0));
    PROMISE(status == FC_OK || fc_scenario_problems(s) > 0);
    for (size_t i = 0; i < fc_scenario_problems(s); i++) {
        const char *text = fc_scenario_problem(s, i, NULL);
        const size_t length = strlen(text);
        PROMISE(fc_text_utf8_bad(text, length) == length);
        PROMISE(strchr(text, '\n') == NULL && strchr(text, 0x1b) == NULL);
        static const char *const theirs[] = {": syntax error",
                                             ": duplicate setting name",
                                             ": mismatched element type in array"};
        for (size_t k = 0; k < sizeof theirs / sizeof *theirs; k++) {
            const size_t tail = strlen(theirs[k]);
            PROMISE(length < tail || holds(data, n, theirs[k]) ||
                    strcmp(text + length - tail, theirs[k]) != 0);
        }
    }
}

static void check_numbers(const fc_scenario *s)
{
    for (size_t i = 0; i < fc__scenario_entries(s); i++) {
        const struct fc_entry *entry = fc__scenario_entry(s, i);
        for (size_t k = 0; entry->number && k < entry->n_numbers; k++) {
            const struct fc_number number = entry->number[k];
            PROMISE(isfinite(number.value));
            PROMISE(number.dist >= 0 || entry->preset ||
                    fc__is_inside(entry->field, number.value));
            PROMISE(number.dist < (int)fc__scenario_dists(s));
        }
    }
    for (size_t i = 0; i < fc__scenario_dists(s); i++) {
        const struct fc_dist *dist = fc__scenario_dist(s, i);
        static const double u[] = {0, 1e-9, 0.05, 0.5, 0.95, 1 - 1e-9, 1};
        double before = -HUGE_VAL;
        for (size_t k = 0; k < sizeof u / sizeof *u; k++) {
            const double x = fc_dist_quantile(dist, u[k]);
            PROMISE(isfinite(x) && x >= before && x >= dist->low && x <= dist->high);
            before = x;
        }
    }
}

static void nothing(void *context, const struct fc_assumption *a,
                    const struct fc_assumption *b)
{
    (void)context;
    (void)a;
    (void)b;
    const bool differs_from_itself = true;
    PROMISE(!differs_from_itself);
}

/* Ends a text at its first line "%%" and gives what follows; NULL if there is none. */
static char *cut(char *text)
{
    char *at = strstr(text, "\n%%\n");
    if (at == NULL)
        return NULL;
    *at = 0;
    return at + 4;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    enum { SETS = 4 };
    char *text = malloc(n + 1);
    const char *set[SETS];
    size_t n_set = 0, length = n;
    if (text == NULL)
        return 0;
    if (n > 0)
        memcpy(text, data, n);
    text[n] = 0;
    for (char *at = cut(text); at && n_set < SETS; at = cut(at)) {
        if (n_set == 0)
            length = (size_t)(at - 4 - text);
        set[n_set++] = at;
    }
    fc_scenario *s;
    struct fc_error err = {0};
    const fc_status status = fc__scenario_read_text("a.cfg", text, length, set, n_set,
                                                    test_owners, &s, &err);
    PROMISE(status == FC_OK || status == FC_E_SCENARIO);
    PROMISE(err.status == status);
    check_problems(s, status, data, n);
    if (status == FC_OK) {
        check_numbers(s);
        PROMISE(fc_scenario_diff(s, s, nothing, NULL, NULL) == FC_OK);
        fc_scenario_sourced(s, NULL);
    }
    fc_scenario_free(s);
    free(text);
    return 0;
}

#ifndef FC_LIBFUZZER
static void replay_file(const char *path)
{
    static uint8_t data[1 << 21];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return;
    const size_t n = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, n);
}

int main(int argc, char **argv)
{
    int files = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        if (folder == NULL) {
            replay_file(argv[i]);
            files++;
            continue;
        }
        for (struct dirent *at; (at = readdir(folder));) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", argv[i], at->d_name);
            if (at->d_name[0] == '.')
                continue;
            replay_file(path);
            files++;
        }
        closedir(folder);
    }
    printf("%d inputs replayed\n", files);
    return files > 0 ? 0 : 1;
}
#endif
