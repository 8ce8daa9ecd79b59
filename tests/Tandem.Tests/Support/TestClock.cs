namespace Tandem.Tests.Support;

/// <summary>A clock that tests set and move.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>The time it tells, UTC.</summary>
    public DateTimeOffset Time { get; set; } = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Time;

    public void Advance(TimeSpan by) => Time += by;
}
