//! How long the core takes, natively: `cargo xtask bench --native`.
#![allow(missing_docs, reason = "criterion's macros make functions without any")]

use bench_core::cases;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn core(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("core");
    for case in cases() {
        group.throughput(Throughput::Bytes(case.bytes as u64));
        group.bench_function(case.name, |bencher| bencher.iter(|| case.measured()));
    }
    group.finish();
}

criterion_group!(benches, core);
criterion_main!(benches);
