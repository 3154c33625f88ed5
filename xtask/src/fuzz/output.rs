//! What libFuzzer says at its end.

/// How often a target was executed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Executions {
    pub(super) total: u64,
    pub(super) per_second: u64,
}

impl Executions {
    /// From the lines of `-print_final_stats`: `stat::number_of_executed_units: 123`. `None` where there are none.
    pub(super) fn of(output: &str) -> Option<Self> {
        let number = |name: &str| {
            let line = output.lines().find_map(|line| line.trim().strip_prefix("stat::")?.strip_prefix(name))?;
            line.strip_prefix(':')?.trim().parse().ok()
        };
        let total = number("number_of_executed_units").filter(|total| *total > 0)?;
        Some(Self { total, per_second: number("average_exec_per_sec").unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_final_statistics_are_read() {
        let output = "#65536\tpulse  cov: 812 ft: 2000 corp: 300/9Kb exec/s: 32768\nDone 131072 runs in 3 second(s)\n\
            stat::number_of_executed_units: 131072\nstat::average_exec_per_sec:     43690\nstat::new_units_added: 9\n";
        assert_eq!(Executions::of(output), Some(Executions { total: 131_072, per_second: 43_690 }));
    }

    #[test]
    fn what_did_not_run_has_no_statistics() {
        assert_eq!(Executions::of("error: could not compile `coolsms-oauth2-fuzz`"), None);
        assert_eq!(Executions::of("stat::number_of_executed_units: 0\n"), None);
    }
}
