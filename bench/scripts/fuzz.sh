# Jazzer against every parser of what others send, ten minutes each (FUZZ_TARGETS, FUZZ_SECONDS)
. "$BENCH/scripts/common.inc"

need mvn maven
find_java
seconds=${FUZZ_SECONDS:-600}
targets=${FUZZ_TARGETS:-pipe remote json dns config zone map log}
folder=${FUZZ_FOLDER:-$BENCH/target/fuzz}

say "building"
(cd "$ROOT" && JAVA_HOME=${java%/bin/java} mvn -q -B -ntp test-compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
    -Dspotless.check.skip -DincludeScope=test -Dmdep.outputFile=target/fuzz.classpath) || fail "the build failed."

# class_of FILE: prints the class that a source file holds.
class_of() {
    local name=${1#*/src/test/java/}
    tr / . <<<"${name%.java}"
}

# last NAME: prints the last number that the run told under a name, such as cov.
last() { grep -aoE "\b$1:? +[0-9]+" "$work/log" | tail -n 1 | grep -oE '[0-9]+$' || echo 0; }

found=0
for target in $targets; do
    file=$(grep -rlF "FuzzInputs.of(\"$target\"" --include='*FuzzTest.java' "$ROOT"/*/src/test/java) || fail "no such target: $target"
    module=${file%/src/test/java/*}
    inputs=$module/src/test/resources/fuzz/$target
    instrumented='org.isochrone.**'
    case $target in dns | zone) instrumented+=':org.xbill.DNS.**' ;; esac
    mkdir -p "$folder/$target/corpus"
    say "$target: $(class_of "$file") for $seconds s, beginning with $(find "$inputs" -type f | wc -l) kept inputs"
    begun=$SECONDS
    # Findings do not end the run, for the next may be of another kind. Jazzer's own output goes to the same folder.
    status=0
    (cd "$folder/$target" && exec "$java" -Xmx1g -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider \
        -cp "$module/target/test-classes:$module/target/classes:$(<"$module/target/fuzz.classpath"):$(<"$BENCH/target/fuzz.classpath")" \
        com.code_intelligence.jazzer.Jazzer --target_class="$(class_of "$file")" --instrumentation_includes="$instrumented" \
        --keep_going=20 --reproducer_path=. -artifact_prefix=./ -max_total_time="$seconds" -timeout=60 -rss_limit_mb=4096 \
        -max_len="${FUZZ_LENGTH:-4096}" -print_final_stats=1 corpus "$inputs") >"$work/log" 2>&1 || status=$?
    findings=$(grep -acE '^== Java Exception|ERROR: libFuzzer' "$work/log" || true)
    if ((status != 0 || findings > 0)); then
        found=1
        say "$target: what was found lies in $folder/$target"
        grep -aA 20 -E '^== Java Exception|ERROR: libFuzzer|^Exception in thread' "$work/log" || tail -n 20 "$work/log"
    fi
    figure "fuzz-$target-executions" "$(last stat::number_of_executed_units)" inputs
    figure "fuzz-$target-coverage" "$(last cov)" edges
    figure "fuzz-$target-findings" "$findings" inputs
    figure "fuzz-$target-seconds" "$((SECONDS - begun))" s
done
exit "$found"
