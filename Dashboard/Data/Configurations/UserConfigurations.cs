using Dashboard.Domain;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class SnapTradeUserConfiguration : IEntityTypeConfiguration<SnapTradeUser>
{
    public void Configure(EntityTypeBuilder<SnapTradeUser> builder)
    {
        builder.ToTable("SnapTradeUsers");
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.ProtectedSecret).HasMaxLength(4000);
        builder.Property(u => u.Version).IsConcurrencyToken();
        builder.Ignore(u => u.CanAskSnapTrade).Ignore(u => u.DisplayName).Ignore(u => u.IsBackSinceDeletion);
        // The users who can be checked, in the order of the queue.
        builder
            .HasIndex(u => new { u.CheckTriedAt, u.Id }, "IX_SnapTradeUsers_Askable")
            .HasFilter("ProtectedSecret IS NOT NULL AND SecretRefusedAt IS NULL");
        // Finds other users with an address, within the transaction that stores webhooks. Users from webhooks have none at first.
        builder.HasIndex(u => u.NormalizedEmail).HasFilter("NormalizedEmail IS NOT NULL");
        // The list's filters: few users match each, and the list is ordered by id.
        Narrow(builder, "NoSecret", "ProtectedSecret IS NULL");
        Narrow(builder, "Refused", "SecretRefusedAt IS NOT NULL");
        Narrow(builder, "NoEmail", "Email IS NULL");
        Narrow(builder, "OptedOut", "OptedOutAt IS NOT NULL");
        Narrow(builder, "Unlisted", "UnlistedSince IS NOT NULL");
    }

    private static void Narrow(EntityTypeBuilder<SnapTradeUser> builder, string name, string filter) =>
        builder.HasIndex(u => u.Id, $"IX_SnapTradeUsers_{name}").HasFilter(filter);
}

internal sealed class SearchTokenConfiguration : IEntityTypeConfiguration<SearchToken>
{
    public void Configure(EntityTypeBuilder<SearchToken> builder)
    {
        builder.ToTable("SearchTokens");
        builder.Property(t => t.Token).HasMaxLength(SearchTokens.MaxLength);
        builder.HasKey(t => new { t.UserId, t.Token });
        builder.Property(t => t.UserId).ValueGeneratedNever();
        builder.HasIndex(t => new { t.Token, t.UserId });
    }
}

internal sealed class SearchTokenFillConfiguration : IEntityTypeConfiguration<SearchTokenFill>
{
    public void Configure(EntityTypeBuilder<SearchTokenFill> builder)
    {
        builder.ToTable("SearchTokenFills");
        builder.HasKey(f => f.Version);
        builder.Property(f => f.Version).ValueGeneratedNever();
    }
}

internal sealed class UserImportConfiguration : IEntityTypeConfiguration<UserImport>
{
    public void Configure(EntityTypeBuilder<UserImport> builder)
    {
        builder.ToTable("UserImports");
        builder.Property(i => i.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Property(i => i.Encoding).HasMaxLength(Limits.IdentityKey);
        builder.Property(i => i.Mapping).HasMaxLength(Limits.Text);
        builder.Property(i => i.Problem).HasMaxLength(Limits.Text);
        builder.Ignore(i => i.IsAtWork).Ignore(i => i.IsOver);
        // The runner and a cancellation must not overwrite each other.
        builder.Property(i => i.State).IsConcurrencyToken();
        builder.Property(i => i.RowsDone).IsConcurrencyToken();
        // The runner's queue.
        builder.HasIndex(i => new { i.State, i.Id });
    }
}

internal sealed class UserImportChunkConfiguration : IEntityTypeConfiguration<UserImportChunk>
{
    public void Configure(EntityTypeBuilder<UserImportChunk> builder)
    {
        builder.ToTable("UserImportChunks");
        builder.Property(c => c.ImportId).HasMaxLength(Limits.OwnId);
        builder.HasKey(c => new { c.ImportId, c.Number });
    }
}

internal sealed class UserImportIssueConfiguration : IEntityTypeConfiguration<UserImportIssue>
{
    public void Configure(EntityTypeBuilder<UserImportIssue> builder)
    {
        builder.ToTable("UserImportIssues");
        builder.Property(i => i.ImportId).HasMaxLength(Limits.OwnId);
        builder.Property(i => i.Reason).HasMaxLength(Limits.Text);
        builder.HasKey(i => new { i.ImportId, i.Line });
    }
}

internal sealed class UserDiscoveryConfiguration : IEntityTypeConfiguration<UserDiscovery>
{
    public void Configure(EntityTypeBuilder<UserDiscovery> builder)
    {
        builder.ToTable("UserDiscoveries");
        builder.Property(d => d.Id).ValueGeneratedNever();
    }
}
