using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

/// <summary>Adapts the framework's tables to our limits.</summary>
internal sealed class IdentityConfigurations
    : IEntityTypeConfiguration<Operator>,
        IEntityTypeConfiguration<IdentityUserLogin<string>>,
        IEntityTypeConfiguration<IdentityUserToken<string>>,
        IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<Operator> builder)
    {
        builder.ToTable("Operators");
        builder.Property(o => o.Id).HasMaxLength(Limits.IdentityKey);
        builder.Property(o => o.DisplayName).HasMaxLength(200);
    }

    // SQL Server allows 900 bytes in a clustered key, and these have up to three parts.
    public void Configure(EntityTypeBuilder<IdentityUserLogin<string>> builder)
    {
        builder.Property(l => l.LoginProvider).HasMaxLength(Limits.IdentityKey);
        builder.Property(l => l.ProviderKey).HasMaxLength(Limits.IdentityKey);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<string>> builder)
    {
        builder.Property(t => t.LoginProvider).HasMaxLength(Limits.IdentityKey);
        builder.Property(t => t.Name).HasMaxLength(Limits.IdentityKey);
    }

    public void Configure(EntityTypeBuilder<DataProtectionKey> builder) =>
        builder.Property(k => k.Xml).HasMaxLength(-1);
}
