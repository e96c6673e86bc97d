namespace Mixer.Video.Planning;

/// <summary>What is given up when the machine has too much to do, in this order; each step keeps all before it.</summary>
public enum ShedStep
{
    Nothing,
    PersonalViews,
    HalfRateOfSmallPictures,
    CheaperEncoding,
    CheapestEncoding,
    FullHd,
    NewVideo,
    NewCalls,
}
