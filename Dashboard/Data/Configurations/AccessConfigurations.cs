using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    // Tells EF that a trigger exists: otherwise SQL Server refuses its statements.
    public const string KeepTrigger = "AuditEntries_Keep";

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries", table => table.HasTrigger(KeepTrigger));
        builder.Property(a => a.Result).HasMaxLength(Limits.Text);
        builder.Property(a => a.Before).HasMaxLength(-1);
        builder.Property(a => a.After).HasMaxLength(-1);
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => new { a.ActorId, a.Number });
        builder.HasIndex(a => new { a.Action, a.Number });
        builder.HasIndex(a => new { a.Subject, a.Number });
        builder.HasIndex(a => a.At);
    }
}

internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("AuditHeads");
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.HasData(
            new
            {
                Id = AuditHead.OnlyId,
                LastNumber = 0L,
                LastHash = AuditEntry.NothingBefore,
            }
        );
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.HasIndex(k => k.KeyHash).IsUnique();
    }
}

internal sealed class IdempotentAnswerConfiguration : IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("IdempotentAnswers");
        builder.HasKey(a => new { a.ApiKeyId, a.Key });
        builder.Property(a => a.ApiKeyId).HasMaxLength(Limits.IdentityKey);
        builder.Property(a => a.Key).HasMaxLength(Limits.IdempotencyKey);
        builder.Property(a => a.ProtectedBody).HasMaxLength(-1);
        builder.HasIndex(a => a.CreatedAt);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("Invitations");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasIndex(i => i.TokenHash).IsUnique();
    }
}

internal sealed class OperatorSessionConfiguration : IEntityTypeConfiguration<OperatorSession>
{
    public void Configure(EntityTypeBuilder<OperatorSession> builder)
    {
        builder.ToTable("OperatorSessions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => new { s.OperatorId, s.StartedAt });
        builder.HasIndex(s => s.ExpiresAt);
    }
}

internal sealed class OperatorPresenceConfiguration : IEntityTypeConfiguration<OperatorPresence>
{
    public void Configure(EntityTypeBuilder<OperatorPresence> builder)
    {
        builder.ToTable("OperatorPresences");
        builder.HasKey(p => p.OperatorId);
        builder.Property(p => p.OperatorId).ValueGeneratedNever();
        builder.HasOne<Operator>().WithOne().HasForeignKey<OperatorPresence>(p => p.OperatorId);
    }
}
