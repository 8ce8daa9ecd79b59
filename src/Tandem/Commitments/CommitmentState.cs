namespace Tandem.Commitments;

/// <summary>How a promise stands. Always what its <see cref="Commitment.Steps"/> say.</summary>
public enum CommitmentState
{
    /// <summary>Still to be kept, as first promised.</summary>
    Open,

    /// <summary>Still to be kept, with other words or another day than first promised.</summary>
    Changed,
    Kept,
    NotKept,
}

/// <summary>Who may read a promise.</summary>
public enum CommitmentAudience
{
    /// <summary>Members of the organisation that made it.</summary>
    Organisation,

    /// <summary>Everybody. Never taken back to fewer.</summary>
    Public,
}
