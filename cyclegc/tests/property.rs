//! Any bytes are a program on a graph; an oracle says what each collection must do.
//!
//! The oracle knows which handles exist outside the graph. Before each collection it computes by
//! brute force what they and the objects that are not examined reach; the rest of the candidates
//! must be found unreachable, finalized in order, and freed unless something resurrects it. Each
//! program runs with and without roots, on a host that tells what it can and one that does not and,
//! with the feature `parallel`, on one thread and several.

use std::collections::BTreeSet;
use std::vec::Vec;

use cyclegc::Generation::{self, Middle, Old, Young};
use host::{End, Graph, Ptr};

#[path = "property/host.rs"]
mod host;

/// How a program is run.
#[derive(Clone, Copy, Debug)]
struct Way {
    roots: bool,
    /// Whether the host tells its own objects, and plain ones, from others.
    tells: bool,
    /// Without the feature `parallel` there is one.
    #[cfg_attr(not(feature = "parallel"), expect(dead_code, reason = "asked of several threads"))]
    threads: usize,
}

const WAYS: [Way; 8] = [
    Way { roots: false, tells: false, threads: 1 },
    Way { roots: true, tells: false, threads: 1 },
    Way { roots: false, tells: true, threads: 1 },
    Way { roots: true, tells: true, threads: 1 },
    Way { roots: false, tells: false, threads: 2 },
    Way { roots: true, tells: true, threads: 2 },
    Way { roots: false, tells: true, threads: 5 },
    Way { roots: true, tells: false, threads: 5 },
];

fn ways() -> &'static [Way] {
    if cfg!(feature = "parallel") { &WAYS } else { &WAYS[..4] }
}

/// What is reached from `start`, going only to nodes that `within` lets through.
fn reach(
    graph: &Graph,
    start: impl IntoIterator<Item = Ptr>,
    within: impl Fn(Ptr) -> bool,
) -> BTreeSet<Ptr> {
    let mut seen = BTreeSet::new();
    let mut stack: Vec<Ptr> = start.into_iter().filter(|node| within(*node)).collect();
    while let Some(node) = stack.pop() {
        if seen.insert(node) {
            let edges = graph.get(node).edges.borrow();
            stack.extend(edges.iter().copied().filter(|to| within(*to)));
        }
    }
    seen
}

fn ids(graph: &Graph, nodes: impl IntoIterator<Item = Ptr>) -> Vec<usize> {
    let mut ids: Vec<_> = nodes.into_iter().map(|node| graph.get(node).id).collect();
    ids.sort_unstable();
    ids
}

/// Collects, compares with the oracle, and answers what another way must do as well.
fn collect(graph: &Graph, generation: Generation) -> (Vec<usize>, Vec<usize>) {
    let alive = graph.alive();
    let examined = |node: Ptr| graph.generation(node).is_some_and(|own| own <= generation);
    let held = |node: &Ptr| graph.get(*node).handles.get() > 0;
    let outside = alive.iter().filter(|node| !examined(**node));
    let kept: Vec<Ptr> = outside.flat_map(|node| graph.get(*node).edges.borrow().clone()).collect();
    let start = alive.iter().copied().filter(held).chain(kept);
    let reached = reach(graph, start, examined);
    let candidates: BTreeSet<Ptr> = alive.into_iter().filter(|node| examined(*node)).collect();
    let unreachable: BTreeSet<Ptr> = candidates.difference(&reached).copied().collect();
    let legacy = |node: &Ptr| graph.get(*node).end == End::Legacy;
    let members = unreachable.iter().copied();
    let legacy = reach(graph, members.filter(legacy), |node| unreachable.contains(&node));
    let trash: BTreeSet<Ptr> = unreachable.difference(&legacy).copied().collect();
    let to_finalize: Vec<usize> = ids(graph, trash.iter().copied())
        .into_iter()
        .filter(|id| {
            let node = graph.nodes.borrow()[*id];
            let end = graph.get(node).end;
            let finalizes = matches!(end, End::Finalized | End::Resurrected | End::Suicidal);
            finalizes && !graph.finalized.borrow().contains(id)
        })
        .collect();
    let before = graph.finalized.borrow().len();

    let outcome = graph.collector.collect(graph, generation).expect("memory");
    graph.collector.check(graph);
    assert_eq!((outcome.examined, outcome.miscounted), (candidates.len(), 0));
    assert_eq!(outcome.unreachable, unreachable.len());
    let mut finalized = graph.finalized.borrow()[before..].to_vec();
    // Members that a suicidal one took along have been finalized by their death, not in order.
    finalized.sort_unstable();
    let all = to_finalize.iter().all(|id| finalized.contains(id));
    assert!(all, "{finalized:?} lacks some of {to_finalize:?}");
    let alive: BTreeSet<Ptr> = graph.alive().into_iter().collect();
    // Clearing the garbage may have freed some that only it referred to.
    assert_eq!(outcome.uncollectable, legacy.intersection(&alive).count());
    let resurrected = trash.intersection(&alive).copied().filter(held);
    let resurrected = reach(graph, resurrected, |node| trash.contains(&node));
    // What is alive of the garbage has been resurrected or hangs on what has.
    let left: Vec<Ptr> = trash.intersection(&alive).copied().collect();
    assert_eq!(ids(graph, left), ids(graph, resurrected.clone()));
    assert_eq!(outcome.resurrected, resurrected.len());
    // What handles reach is alive: `reach` would fail on a freed node.
    reach(graph, alive.iter().copied().filter(held), |_| true);
    (finalized, ids(graph, alive))
}

/// Runs a program. Answers what every way of running it must do alike.
fn run(bytes: &[u8], way: Way) -> Vec<(Vec<usize>, Vec<usize>)> {
    let graph = Graph::default();
    graph.collector.set_mark_from_roots(way.roots);
    graph.tells.set(way.tells);
    #[cfg(feature = "parallel")]
    graph.collector.set_threads(way.threads, 0);
    let mut log = Vec::new();
    let mut bytes = bytes.iter().map(|byte| usize::from(*byte));
    while let Some(op) = bytes.next() {
        let alive = graph.alive();
        let held: Vec<Ptr> =
            alive.into_iter().filter(|node| graph.get(*node).handles.get() > 0).collect();
        let mut pick = || held.get(bytes.next()? % held.len().max(1)).copied();
        match op % 16 {
            0..=4 => {
                let ends = [
                    End::Plain,
                    End::Plain,
                    End::Plain,
                    End::Finalized,
                    End::Finalized,
                    End::Resurrected,
                    End::Suicidal,
                    End::Legacy,
                ];
                graph.node(ends[op / 16 % 8]);
            }
            5..=10 => {
                if let (Some(from), Some(to)) = (pick(), pick()) {
                    graph.link(from, to);
                }
            }
            11..=13 => {
                if let Some(node) = pick() {
                    graph.drop_handle(node);
                }
            }
            14 if op / 16 == 0 => {
                if let Some(node) = pick() {
                    graph.unlink(node);
                }
            }
            14 if op / 16 == 1 => graph.collector.freeze(&graph).expect("room"),
            14 if op / 16 == 2 => graph.collector.unfreeze(&graph).expect("room"),
            14 => {}
            _ => log.push(collect(&graph, [Young, Middle, Old][op / 16 % 3])),
        }
    }
    graph.collector.unfreeze(&graph).expect("room");
    log.push(collect(&graph, Old));
    log.push(collect(&graph, Old));
    // A second collection has nothing left to find but what a first one has resurrected.
    let held = |node: &Ptr| graph.get(*node).handles.get() > 0;
    let reached = reach(&graph, graph.alive().into_iter().filter(held), |_| true);
    assert_eq!(ids(&graph, reached), ids(&graph, graph.alive()));
    log
}

/// Bytes that are the same everywhere (splitmix64).
fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)).to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

fn check_all_ways(program: &[u8], name: &dyn std::fmt::Debug) {
    let expected = run(program, WAYS[0]);
    for way in &ways()[1..] {
        assert_eq!(run(program, *way), expected, "{name:?} {way:?}");
    }
}

#[test]
fn every_collection_frees_what_nothing_outside_reaches_and_nothing_else() {
    for seed in 0..if cfg!(miri) { 2 } else { 120 } {
        check_all_ways(&bytes(seed, 300), &seed);
    }
}

/// The tracked nodes after collections of a graph made by chance, youngest generation first.
fn order_of_survivors(seed: u64, tells: bool) -> Vec<usize> {
    const NODES: usize = 40;
    let graph = Graph::default();
    graph.tells.set(tells);
    let bytes = bytes(seed, 3 * NODES + usize::try_from(seed % 200).expect("small"));
    let nodes: Vec<Ptr> = (0..NODES).map(|_| graph.node(End::Plain)).collect();
    for pair in bytes.chunks_exact(2) {
        let ends = [pair[0], pair[1]].map(|byte| usize::from(byte) % NODES);
        // In some graphs most edges lead from older nodes to younger ones.
        let forward = seed.is_multiple_of(3) && pair[0] > 8;
        let [from, to] = if forward { [ends[0].min(ends[1]), ends[0].max(ends[1])] } else { ends };
        graph.link(nodes[from], nodes[to]);
    }
    for (index, node) in nodes.into_iter().enumerate().skip(1) {
        if !bytes[index].is_multiple_of(16) {
            graph.drop_handle(node);
        }
    }
    let mut order = Vec::new();
    for generation in [Young, Middle, Old, Old] {
        graph.collector.collect(&graph, generation).expect("memory");
        graph.collector.check(&graph);
        graph.collector.objects(None, |node| order.push(graph.get(node).id));
    }
    order
}

#[test]
fn survivors_stand_in_one_order_whether_counts_are_copied_or_met() {
    for seed in 0..if cfg!(miri) { 6 } else { 600 } {
        assert_eq!(order_of_survivors(seed, true), order_of_survivors(seed, false), "{seed}");
    }
}

#[test]
fn larger_graphs_are_collected_alike_in_every_way() {
    for seed in 0..if cfg!(miri) { 0 } else { 3 } {
        check_all_ways(&bytes(1_000 + seed, 3_000), &seed);
    }
}

#[test]
fn every_short_program_is_collected_as_the_oracle_says() {
    // Two nodes, every pair of edges, both handles dropped or one, then a collection.
    for kinds in (0..64_u8).step_by(if cfg!(miri) { 21 } else { 1 }) {
        let (first, second) = (kinds % 8 * 16, kinds / 8 * 16);
        for edges in 0..16_u8 {
            let [a, b, c, d] = [edges & 1, edges >> 1 & 1, edges >> 2 & 1, edges >> 3];
            let program = [first, second, 5, a, b, 5, c, d, 11, 0, 15, 11, 0, 15, 15, 32 + 15];
            check_all_ways(&program, &program);
        }
    }
}

#[cfg(feature = "parallel")]
#[test]
fn a_star_wider_than_the_queues_is_marked_by_all_threads() {
    // The crate's own tests have short queues, and no more than 2^10 slots.
    let points = if env!("CARGO_CRATE_NAME") == "cyclegc" { 900 } else { 150_000 };
    for threads in [2, 3] {
        let graph = Graph::default();
        graph.collector.set_threads(threads, 500);
        let centre = graph.node(End::Plain);
        for _ in 0..points {
            let point = graph.node(End::Plain);
            graph.link(centre, point);
            graph.link(point, centre);
            graph.drop_handle(point);
        }
        let outcome = graph.collector.collect(&graph, Old).expect("memory");
        assert_eq!((outcome.examined, outcome.unreachable), (points + 1, 0));
        graph.drop_handle(centre);
        let outcome = graph.collector.collect(&graph, Old).expect("memory");
        assert_eq!((outcome.collected, outcome.freed), (points + 1, points + 1));
    }
}

#[cfg(feature = "parallel")]
#[test]
fn a_panic_on_any_thread_ends_the_collection_and_changes_nothing() {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    let graph = Graph::default();
    graph.collector.set_threads(3, 0);
    let nodes: Vec<Ptr> = (0..40).map(|_| graph.node(End::Plain)).collect();
    for pair in nodes.windows(2) {
        graph.link(pair[0], pair[1]);
        graph.link(pair[1], pair[0]);
    }
    nodes[1..].iter().for_each(|node| graph.drop_handle(*node));
    for roots in [false, true] {
        graph.collector.set_mark_from_roots(roots);
        for id in 0..nodes.len() {
            graph.panics.set(Some(id));
            let collect = || graph.collector.collect(&graph, Old);
            catch_unwind(AssertUnwindSafe(collect)).expect_err("the traversal has panicked");
            graph.panics.set(None);
            graph.collector.check(&graph);
            assert_eq!((graph.collector.len(Old), graph.alive().len()), (40, 40));
        }
    }
    graph.drop_handle(nodes[0]);
    let outcome = graph.collector.collect(&graph, Old).expect("memory");
    assert_eq!((outcome.collected, graph.alive().len()), (40, 0));
}

#[test]
fn an_edge_to_an_older_object_leads_out_of_the_garbage() {
    let most = if cfg!(feature = "parallel") { 3 } else { 1 };
    for (threads, tells) in (1..=most).flat_map(|threads| [(threads, true), (threads, false)]) {
        let graph = Graph::default();
        graph.tells.set(tells);
        #[cfg(feature = "parallel")]
        graph.collector.set_threads(threads, 0);
        let old = graph.node(End::Plain);
        graph.collector.collect(&graph, Old).expect("memory");
        let ring: Vec<Ptr> = (0..20).map(|_| graph.node(End::Plain)).collect();
        for (index, node) in ring.iter().enumerate() {
            graph.link(*node, ring[(index + 1) % ring.len()]);
            graph.link(*node, old);
        }
        for node in ring {
            graph.drop_handle(node);
        }
        let outcome = graph.collector.collect(&graph, Young).expect("memory");
        assert_eq!((outcome.freed, graph.alive().len()), (20, 1), "{threads} threads");
        assert_eq!(graph.get(old).owners.get(), 1, "it has its handle");
    }
}
