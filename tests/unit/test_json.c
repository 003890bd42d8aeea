/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON text: exact bytes, escapes, hostile texts, numbers that read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

static void whole_document(void **state)
{
    (void)state;
    struct fc_builder text = {0};
    struct fc_json json = {.out = &text};
    fc_json_object(&json, NULL);
    fc_json_text(&json, "a", "x\"y");
    fc_json_array(&json, "list");
    fc_json_whole(&json, NULL, -3);
    fc_json_flag(&json, NULL, true);
    fc_json_null(&json, NULL);
    fc_json_end(&json, ']');
    fc_json_array(&json, "empty");
    fc_json_end(&json, ']');
    fc_json_count(&json, "n", UINT64_MAX);
    fc_json_end(&json, '}');
    assert_string_equal(fc_builder_text(&text),
                        "{\n  \"a\": \"x\\\"y\",\n  \"list\": [\n    -3,\n    true,\n"
                        "    null\n  ],\n  \"empty\": [],\n"
                        "  \"n\": 18446744073709551615\n}\n");
    fc_builder_clear(&text);
}

static void one_text(bool in_script, const char *bytes, size_t n, const char *expected)
{
    struct fc_builder text = {0};
    struct fc_json json = {.out = &text, .in_script = in_script};
    fc_json_bytes(&json, NULL, bytes, n);
    assert_string_equal(fc_builder_text(&text), expected);
    fc_builder_clear(&text);
}

static void escapes(void **state)
{
    (void)state;
    one_text(false, "a\\b/\n\t\r\b\f\"", 10, "\"a\\\\b/\\n\\t\\r\\b\\f\\\"\"");
    one_text(false, "\0\x01\x1f\x7f", 4, "\"\\u0000\\u0001\\u001f\\u007f\"");
    one_text(false, "Выручка ₽", strlen("Выручка ₽"),
             "\"Выручка ₽\"");
    one_text(false, "</script>", 9, "\"</script>\"");
    one_text(true, "</script>", 9, "\"\\u003c/script>\"");
    /* lone continuation, overlong, surrogate, cut sequence */
    one_text(false, "\x80", 1, "\"\xEF\xBF\xBD\"");
    one_text(false, "\xC0\xAF", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    one_text(false, "\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    one_text(false, "ab\xD0", 3, "\"ab\xEF\xBF\xBD\"");
}

static void numbers(void **state)
{
    (void)state;
    static const double values[] = {0.1,    1.0 / 3.0,   1e300,     -2.5,
                                    0.0,    123456789.0, DBL_MIN,   DBL_MAX,
                                    5e-324, 1e15,        0.1 + 0.2, 2350000.125};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct fc_builder text = {0};
        struct fc_json json = {.out = &text};
        fc_json_number(&json, NULL, values[i]);
        const double back = strtod(fc_builder_text(&text), NULL);
        assert_memory_equal(&back, &values[i], sizeof back);
        fc_builder_clear(&text);
    }
    struct fc_builder text = {0};
    struct fc_json json = {.out = &text};
    fc_json_array(&json, NULL);
    fc_json_number(&json, NULL, (double)NAN);
    fc_json_number(&json, NULL, (double)INFINITY);
    fc_json_number(&json, NULL, 0.1);
    fc_json_text(&json, NULL, NULL);
    fc_json_end(&json, ']');
    assert_string_equal(fc_builder_text(&text),
                        "[\n  null,\n  null,\n  0.1,\n  null\n]\n");
    fc_builder_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_document),
        cmocka_unit_test(escapes),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
