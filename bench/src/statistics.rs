//! Medians, quartiles, and how sure a ratio of two medians is.

use serde::Serialize;

/// How often the rounds are drawn anew.
const DRAWS: usize = 4000;

/// A number and what it varies between.
#[derive(Clone, Copy, Debug, Serialize, PartialEq)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    /// The quartiles: half of the rounds lie between them.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// A ratio of two medians, and the interval that holds it in 95 of 100 cases.
#[derive(Clone, Copy, Debug, Serialize, PartialEq)]
pub(crate) struct Ratio {
    pub(crate) ratio: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// Of numbers, of which there is at least one.
pub(crate) fn summary(values: &[f64]) -> Summary {
    let sorted = sorted(values);
    Summary { median: quantile(&sorted, 0.5), low: quantile(&sorted, 0.25), high: quantile(&sorted, 0.75) }
}

/// Of ours to theirs, round by round. The interval is a bootstrap: rounds are drawn with replacement, ours and theirs of
/// one round together, since what disturbed one disturbed the other.
pub(crate) fn ratio(ours: &[f64], theirs: &[f64]) -> Ratio {
    let rounds = ours.len().min(theirs.len());
    let median = |values: Vec<f64>| quantile(&sorted(&values), 0.5);
    let of = |drawn: &[usize]| {
        let pick = |values: &[f64]| median(drawn.iter().map(|round| values[*round]).collect());
        pick(ours) / pick(theirs)
    };
    let mut random = fastrand::Rng::with_seed(1);
    let draws: Vec<f64> =
        (0..DRAWS).map(|_| of(&(0..rounds).map(|_| random.usize(..rounds)).collect::<Vec<_>>())).collect();
    let draws = sorted(&draws);
    Ratio { ratio: of(&(0..rounds).collect::<Vec<_>>()), low: quantile(&draws, 0.025), high: quantile(&draws, 0.975) }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Between the two nearest, where none is at the very place.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there are some thousands at most"
)]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    sorted[below] + (sorted[above] - sorted[below]) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_numbers_lie_between_the_quartiles() {
        let summary = summary(&[5.0, 1.0, 3.0, 2.0, 4.0]);
        assert_eq!(summary, Summary { median: 3.0, low: 2.0, high: 4.0 });
        assert_eq!(super::summary(&[1.0, 2.0]).median, 1.5);
    }

    #[test]
    fn what_disturbs_both_of_a_round_leaves_their_ratio_sure() {
        let theirs: Vec<f64> = (0..30).map(|round| 10.0 + f64::from(round % 7)).collect();
        let ours: Vec<f64> = theirs.iter().map(|time| time * 1.5).collect();
        let Ratio { ratio, low, high } = ratio(&ours, &theirs);
        assert!([ratio, low, high].iter().all(|value| (value - 1.5).abs() < 1e-9), "{ratio} [{low}, {high}]");
    }

    #[test]
    fn noise_widens_the_interval_around_the_ratio() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut noisy = |scale: f64| (0..30).map(|_| scale * (1.0 + random.f64())).collect::<Vec<f64>>();
        let Ratio { ratio, low, high } = ratio(&noisy(1.0), &noisy(1.0));
        assert!(low < ratio && ratio < high && high - low > 0.05 && low < 1.0 && high > 1.0, "{ratio} [{low}, {high}]");
    }
}
