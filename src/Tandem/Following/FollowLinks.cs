using Microsoft.AspNetCore.DataProtection;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Links that stand for somebody without an account: signed, so that nobody can make one, and good for one thing only.</summary>
public sealed class FollowLinks(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a link to confirm is good.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromDays(3);

    private readonly IDataProtector confirm = protection.CreateProtector("follow-confirm");
    private readonly IDataProtector stop = protection.CreateProtector("follow-stop");
    private readonly IDataProtector manage = protection.CreateProtector("follow-manage");

    /// <summary>To the page on which one confirms that one asked for this.</summary>
    public string Confirm(Follow follow) =>
        $"/follow/confirm?t={confirm.Protect($"{clock.GetUtcNow().Add(ConfirmWithin).ToUnixTimeSeconds()} {follow.Id}")}";

    /// <summary>To where one follow ends, or all of a reader (<c>person:…</c>, <c>mail:…</c>).</summary>
    public string Stop(string what) => $"/follow/stop?t={stop.Protect(what)}";

    /// <summary>To where somebody without an account sees and changes all they follow.</summary>
    public string Manage(string recipient) => $"/follow/manage?t={manage.Protect(recipient)}";

    /// <summary>The follow that a link confirms; null for a link that was not made here or is too old.</summary>
    public Id<Follow>? ReadConfirm(string? token) =>
        confirm.Read(token)?.Split(' ') is [var until, var id]
        && long.Parse(until, System.Globalization.CultureInfo.InvariantCulture)
            >= clock.GetUtcNow().ToUnixTimeSeconds()
            ? Id<Follow>.Parse(id, null)
            : null;

    /// <summary>What a link ends.</summary>
    public string? ReadStop(string? token) => stop.Read(token);

    /// <summary>The reader that a link stands for.</summary>
    public string? ReadManage(string? token) => manage.Read(token);
}
