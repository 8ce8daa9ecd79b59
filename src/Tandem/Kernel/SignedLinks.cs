using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Tandem.Kernel;

/// <summary>What stands in links that speak for somebody without an account: signed, so that nobody can make one.</summary>
public static class SignedLinks
{
    private const int Longest = 2000;

    /// <summary>What a link says; null for one that was not made here.</summary>
    public static string? Read(this IDataProtector protector, string? token)
    {
        try
        {
            return token is { Length: > 0 and < Longest } ? protector.Unprotect(token) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
